package io.engram.transformers.backbone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A WordPiece {@code tokenizer.json} of 82 entries for {@link TinyBackbone}: a word is one token a
 * letter or digit.
 */
public final class TinyTokenizer {
  private TinyTokenizer() {}

  /** The file's bytes. */
  public static byte[] json() {
    List<String> words = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"));
    for (char c = 'a'; c <= 'z'; c++) {
      words.add(String.valueOf(c));
      words.add("##" + c);
    }
    for (char c = '0'; c <= '9'; c++) {
      words.add(String.valueOf(c));
      words.add("##" + c);
    }
    for (char c : ".,!?-'".toCharArray()) {
      words.add(String.valueOf(c));
    }
    String vocabulary =
        IntStream.range(0, words.size())
            .mapToObj(id -> "\"" + words.get(id) + "\": " + id)
            .collect(Collectors.joining(", "));
    String text =
        """
        {"version": "1.0", "truncation": null, "padding": null,
         "added_tokens": [%s],
         "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                        "strip_accents": null, "lowercase": true},
         "pre_tokenizer": {"type": "BertPreTokenizer"},
         "post_processor": {"type": "TemplateProcessing",
           "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}},
                      {"Sequence": {"id": "A", "type_id": 0}},
                      {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
           "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}},
                    {"Sequence": {"id": "A", "type_id": 0}},
                    {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
                    {"Sequence": {"id": "B", "type_id": 1}},
                    {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
           "special_tokens": {
             "[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
             "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
         "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
         "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                   "max_input_chars_per_word": 100, "vocab": {%s}}}
        """
            .formatted(
                IntStream.range(0, 4)
                    .mapToObj(TinyTokenizer::special)
                    .collect(Collectors.joining(", ")),
                vocabulary);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String special(int id) {
    return """
        {"id": %d, "content": "%s", "single_word": false, "lstrip": false, "rstrip": false,
         "normalized": false, "special": true}"""
        .formatted(id, List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]").get(id));
  }
}
