package io.engram.consolidation.store.serving;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Models whose record, document or weights reach for what is not theirs or for all memory. */
public final class HostileDocuments {
  private static final String HEAD = "/tasks/0/head";
  private static final String ADAPTER = "/pool/slots/0/adapter/weights";
  private static final String[] PATHS = {
    "../../secret", "/etc/passwd", "metadata/../../x", "", "a//b", "a\\b", "hdfs://x/y", "a\u0000b"
  };

  private HostileDocuments() {}

  /** What is done to a version, by what it is. */
  public static Map<String, Consumer<Forgery>> all() {
    Map<String, Consumer<Forgery>> cases = new LinkedHashMap<>();
    records(cases);
    documents(cases);
    weights(cases);
    return cases;
  }

  private static void records(Map<String, Consumer<Forgery>> cases) {
    for (String path : PATHS) {
      cases.put(
          "record's file " + path,
          f -> f.record(r -> ((ObjectNode) r.withArray("files").get(0)).put("path", path)));
      cases.put(
          "record's backbone file " + path,
          f ->
              f.record(
                  r -> ((ObjectNode) r.path("backbone").path("files").get(0)).put("path", path)));
    }
    for (String folder : new String[] {"..", "versions/../objects", "/etc", "versions/x"}) {
      cases.put("record's folder " + folder, f -> f.record(r -> r.put("folder", folder)));
    }
    cases.put("record's id climbs", f -> f.record(r -> r.put("id", "../../x")));
    cases.put("record of another store", f -> f.record(r -> r.put("store", "../x")));
    cases.put("record's number", f -> f.record(r -> r.put("number", 7)));
    cases.put("record's parent", f -> f.record(r -> r.put("parent", 9)));
    cases.put("record of format 2", f -> f.record(r -> r.put("format", 2)));
    cases.put("record of format 2^31", f -> f.record(r -> r.put("format", 1L << 31)));
    cases.put("record of format 0", f -> f.record(r -> r.put("format", 0)));
    cases.put("record of format text", f -> f.record(r -> r.put("format", "1")));
    cases.put(
        "object's extension climbs",
        f -> f.record(r -> ((ObjectNode) r.withArray("objects").get(0)).put("extension", "../x")));
    cases.put(
        "object's hash climbs",
        f -> f.record(r -> ((ObjectNode) r.withArray("objects").get(0)).put("sha256", "../../x")));
    cases.put(
        "object's length",
        f -> f.record(r -> ((ObjectNode) r.withArray("objects").get(0)).put("length", -1)));
    cases.put("record deep", f -> f.recordText(t -> HostileMetadata.deep(t, 50_000)));
    cases.put("record's key twice", f -> f.recordText(t -> "{\"number\":1," + t.substring(1)));
    cases.put(
        "record's giant number",
        f -> f.recordText(t -> t.replaceFirst("\"parent\":1", "\"parent\":" + "1".repeat(9999))));
    cases.put("alias's version", f -> f.alias(a -> a.put("version", "9".repeat(30))));
    cases.put("alias of another name", f -> f.alias(a -> a.put("alias", "../log")));
    cases.put("alias of format 2", f -> f.alias(a -> a.put("format", 2)));
    cases.put("store of format 2", f -> f.marker(m -> m.put("format", 2)));
  }

  private static void documents(Map<String, Consumer<Forgery>> cases) {
    for (String place :
        new String[] {
          "../../../../../etc/objects",
          "/objects",
          "../".repeat(9) + "objects",
          "objects/../../objects",
          "hdfs://x/objects",
          "objects\u0000"
        }) {
      cases.put(
          "locations.objects " + place,
          f -> f.model(m -> ((ObjectNode) m.path("locations")).put("objects", place)));
    }
    cases.put("no locations", f -> f.model(m -> m.remove("locations")));
    cases.put("model of format 2", f -> f.model(m -> m.put("format", 2)));
    cases.put("model of another kind", f -> f.model(m -> m.put("kind", Canary.class.getName())));
    cases.put(
        "backbone's hash climbs",
        f -> f.model(m -> ((ObjectNode) m.path("backbone")).put("sha256", "../../x")));
    cases.put(
        "backbone's file climbs",
        f ->
            f.model(
                m -> ((ObjectNode) m.path("backbone").path("files").get(0)).put("path", "../x")));
    cases.put("no backbone", f -> f.model(m -> m.putNull("backbone")));
    cases.put(
        "task id climbs", f -> f.model(m -> ((ObjectNode) m.at("/tasks/0")).put("id", "../x")));
    cases.put(
        "manifest of another task",
        f -> f.model(m -> ((ObjectNode) m.at("/tasks/0/manifest")).put("id", "other")));
    cases.put(
        "fingerprint climbs",
        f -> f.model(m -> ((ObjectNode) m.at("/tasks/0/manifest")).put("fingerprint", "../x")));
    for (Object slot : new Object[] {"evil", -2, 1.5, 1_000_000, "null"}) {
      cases.put(
          "slot " + slot, f -> f.model(m -> ((ObjectNode) m.at("/tasks/0")).putPOJO("slot", slot)));
    }
    cases.put(
        "pool too small", f -> f.model(m -> ((ObjectNode) m.path("pool")).put("capacity", 0)));
    cases.put(
        "pool without slots", f -> f.model(m -> ((ObjectNode) m.path("pool")).remove("slots")));
    cases.put(
        "adapter of a class",
        f ->
            f.model(
                m ->
                    ((ObjectNode) m.at("/pool/slots/0/adapter/config"))
                        .put("kind", Canary.class.getName())));
    cases.put("first layer", f -> f.model(m -> m.put("fromLayer", 1 << 30)));
    cases.put("max length", f -> f.model(m -> m.put("maxLength", -1)));
    cases.put("tasks are no list", f -> f.model(m -> m.put("tasks", "x")));
    cases.put("model deep", f -> f.modelText(t -> HostileMetadata.deep(t, 50_000)));
    cases.put("model's key twice", f -> f.modelText(t -> "{\"version\":2," + t.substring(1)));
    cases.put(
        "model's giant number",
        f -> f.modelText(t -> t.replaceFirst("\"version\":2", "\"version\":" + "2".repeat(9999))));
    cases.put("model's version", f -> f.model(m -> m.put("version", 1)));
    cases.put("model without version", f -> f.model(m -> m.put("version", 0)));
    cases.put("model is java", f -> f.modelText(t -> "rO0ABXNyABFqYXZh"));
    cases.put("reservoir is java", f -> f.object("/reservoir", new byte[] {-84, -19, 0, 5, 115}));
    cases.put(
        "reservoir line too long",
        f -> f.object("/reservoir", HostileMetadata.bytes("\"" + "x".repeat(1 << 20) + "\"\n")));
  }

  private static void weights(Map<String, Consumer<Forgery>> cases) {
    for (long length : new long[] {-1, 0, (16 << 20) + 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      cases.put("header of " + length + " bytes", f -> f.object(HEAD, prefixed(length)));
    }
    String[][] headers = {
      {"shape overflows", "'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,0]"},
      {"shape of 2^61 x 2", "'dtype':'F32','shape':[2305843009213693952,2],'data_offsets':[0,0]"},
      {"shape negative", "'dtype':'F32','shape':[-2],'data_offsets':[0,8]"},
      {"shape too long", "'dtype':'F32','shape':[1,1,1,1,1,1,1,1,2],'data_offsets':[0,8]"},
      {"shape of 20 digits", "'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]"},
      {"offset overflows", "'dtype':'F32','shape':[2],'data_offsets':[9223372036854775800,7]"},
      {"offset negative", "'dtype':'F32','shape':[2],'data_offsets':[-8,0]"},
      {"offsets swapped", "'dtype':'F32','shape':[2],'data_offsets':[8,0]"},
      {"beyond the file", "'dtype':'F32','shape':[2000],'data_offsets':[0,8000]"},
      {"a gap", "'dtype':'F32','shape':[1],'data_offsets':[4,8]"},
      {"unknown type", "'dtype':'PICKLE','shape':[2],'data_offsets':[0,8]"},
      {"unknown key", "'dtype':'F32','shape':[2],'data_offsets':[0,8],'module':'os'"},
      {"key twice", "'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]"},
      {"fraction", "'dtype':'F32','shape':[2.0],'data_offsets':[0,8]"},
      {"no offsets", "'dtype':'F32','shape':[2]"}
    };
    for (String[] header : headers) {
      String json = "{'weight':{" + header[1] + "}}";
      cases.put("head: " + header[0], f -> f.object(HEAD, file(json)));
      cases.put("adapter: " + header[0], f -> f.object(ADAPTER, file(json)));
    }
    cases.put(
        "overlap",
        f ->
            f.object(
                HEAD,
                file(
                    "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                        + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}")));
    cases.put(
        "tensor twice",
        f ->
            f.object(
                HEAD,
                file(
                    "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
                        + "'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}")));
    cases.put("header deep", f -> f.object(HEAD, file("{'a':" + "[".repeat(100_000) + "}")));
    cases.put(
        "pickle", f -> f.object(HEAD, new byte[] {(byte) 0x80, 2, '}', 'q', 0, '.', 0, 0, 0}));
    cases.put("archive", f -> f.object(HEAD, HostileMetadata.bytes("PK\3\4aaaaaaaaaaaaaaaaaaa")));
    cases.put("adapter in place of a head", f -> f.object(HEAD, f.objectBytes(ADAPTER)));
    cases.put("head in place of an adapter", f -> f.object(ADAPTER, f.objectBytes(HEAD)));
  }

  private static byte[] prefixed(long length) {
    return ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
  }

  /** A file of eight bytes of data. */
  private static byte[] file(String header) {
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + 8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }
}
