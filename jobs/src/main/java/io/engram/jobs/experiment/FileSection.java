package io.engram.jobs.experiment;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A section of an experiment file; a value that is not what it should be is added to the problems,
 * and its default is given.
 *
 * @param name path of the section, empty for the file
 * @param values its keys
 * @param problems of the whole file
 */
record FileSection(String name, ConfigObject values, List<String> problems) {

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** The line of a key, for messages; of the section where it lacks the key. */
  String at(String key) {
    return ExperimentReader.line(values.getOrDefault(key, values));
  }

  void onlyKeys(Set<String> known) {
    for (String key : new TreeSet<>(values.keySet())) {
      if (!known.contains(key)) {
        problems.add(
            at(key)
                + "unknown key "
                + path(key)
                + "; "
                + (name.isEmpty() ? "an experiment" : "this section")
                + " has "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  ConfigObject without(Set<String> keys) {
    ConfigObject rest = values;
    for (String key : keys) {
      rest = rest.withoutKey(key);
    }
    return rest;
  }

  String text(String key, String otherwise) {
    ConfigValue value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value.valueType() == ConfigValueType.LIST || value.valueType() == ConfigValueType.OBJECT) {
      problems.add(at(key) + path(key) + " must be one value");
      return otherwise;
    }
    return String.valueOf(value.unwrapped());
  }

  boolean flag(String key, boolean otherwise) {
    String text = text(key, String.valueOf(otherwise));
    if (!text.matches("true|false")) {
      problems.add(at(key) + path(key) + " must be true or false, got " + text);
    }
    return text.equals("true");
  }

  long atLeast(String key, long least, long otherwise) {
    String text = text(key, String.valueOf(otherwise));
    if (!text.matches("\\d{1,9}") || Long.parseLong(text) < least) {
      problems.add(at(key) + path(key) + " must be a whole number from " + least + ", got " + text);
      return otherwise;
    }
    return Long.parseLong(text);
  }

  double fraction(String key, double otherwise) {
    String text = text(key, String.valueOf(otherwise));
    if (!text.matches("0(\\.\\d+)?")) {
      problems.add(at(key) + path(key) + " must be a share from 0 to below 1, got " + text);
      return otherwise;
    }
    return Double.parseDouble(text);
  }

  List<Long> numbers(String key, List<Long> otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    List<Long> numbers = new ArrayList<>();
    for (ConfigValue value : list(key)) {
      String text = String.valueOf(value.unwrapped());
      if (!text.matches("-?\\d{1,18}")) {
        problems.add(at(key) + path(key) + " must be whole numbers, got " + text);
      } else if (numbers.contains(Long.parseLong(text))) {
        problems.add(at(key) + path(key) + " has " + text + " twice");
      } else {
        numbers.add(Long.parseLong(text));
      }
    }
    if (numbers.isEmpty()) {
      problems.add(at(key) + path(key) + " is empty");
    }
    return numbers;
  }

  FileSection section(String key) {
    ConfigValue value = values.get(key);
    if (value != null && !(value instanceof ConfigObject)) {
      problems.add(at(key) + path(key) + " must be a section");
    }
    return new FileSection(
        path(key),
        value instanceof ConfigObject object ? object : ConfigValueFactory.fromMap(Map.of()),
        problems);
  }

  List<FileSection> sections(String key) {
    List<FileSection> sections = new ArrayList<>();
    for (ConfigValue value : list(key)) {
      if (value instanceof ConfigObject object) {
        sections.add(new FileSection(path(key), object, problems));
      } else {
        problems.add(ExperimentReader.line(value) + path(key) + " must be a list of sections");
      }
    }
    return sections;
  }

  List<ConfigValue> list(String key) {
    ConfigValue value = values.get(key);
    if (value instanceof ConfigList list) {
      return list;
    }
    if (value != null) {
      problems.add(at(key) + path(key) + " must be a list");
    }
    return List.of();
  }

  private String path(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }
}
