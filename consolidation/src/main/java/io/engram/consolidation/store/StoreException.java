package io.engram.consolidation.store;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A request the store cannot serve; the message says what is wrong, where, and what to do. */
public class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  static StoreException noStore(Object root) {
    return new StoreException(
        "there is no model store at "
            + root
            + " (no engram.json); check the path, or learn a first task into it");
  }

  static StoreException noVersion(Object root, long number, boolean expired, String known) {
    return new StoreException(
        String.format(
            Locale.ROOT,
            "there is no version %d at %s (%s); it has %s",
            number,
            root,
            expired
                ? "a clean-up dropped it"
                : String.format(Locale.ROOT, "log/%020d.json is missing", number),
            known));
  }

  static StoreException lostNewest(Object record, Object hint, long newest) {
    return new StoreException(
        String.format(
            Locale.ROOT,
            "%s was there and is gone: after record %d the log has lost its end. Nothing is read or"
                + " written as if it had never been: put the record back from a copy of the store,"
                + " or delete %s to go on from record %d",
            record,
            newest,
            hint,
            newest));
  }

  static StoreException lostRecords(Object log, List<Long> numbers) {
    int shown = Math.min(numbers.size(), 10);
    return new StoreException(
        "records "
            + numbers.subList(0, shown)
            + (shown < numbers.size() ? " and " + (numbers.size() - shown) + " more" : "")
            + " of "
            + log
            + " are gone and no clean-up took them: what they name is not known, so nothing was"
            + " deleted. Put them back from a copy of the store, or give them up"
            + " (models gc --give-up-missing) and lose what they alone name");
  }

  static StoreException empty(Object root) {
    return new StoreException(
        "the model store at " + root + " has no version yet; learn a first task into it");
  }

  static StoreException noAlias(Object root, String alias, Object known) {
    return new StoreException("there is no alias '" + alias + "' at " + root + "; it has " + known);
  }
}
