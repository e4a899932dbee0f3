package io.engram.transformers.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.substring;

import io.engram.transformers.image.ImageLimits;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.PrunedScan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of an {@link ImageFolder}. */
final class ImageFolderRelation extends BaseRelation implements PrunedScan {
  private static final Set<String> OF_TRAINING = Set.of("train", "training");
  private static final Set<String> OTHERS = Set.of("validation", "valid", "val", "dev", "test");
  private static final String PICTURES =
      "*.{[jJ][pP][gG],[jJ][pP][eE][gG],[pP][nN][gG],[wW][eE][bB][pP],[bB][mM][pP]}";

  private static final StructType FILE =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("content", DataTypes.BinaryType, true);
  private static final Logger LOG = LoggerFactory.getLogger(ImageFolderRelation.class);

  private final SQLContext context;
  private final Map<String, String> options;
  private final Path root;
  private final int maxBytes;
  private final boolean splits;
  private FolderListing listing;

  /**
   * @param parameters of the reader; {@code path} is the folder
   * @throws IllegalArgumentException when no folder is named
   */
  ImageFolderRelation(SQLContext context, Map<String, String> parameters) {
    this.context = context;
    options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.put("recursiveFileLookup", "true");
    options.put("pathGlobFilter", PICTURES);
    options.putAll(parameters);
    String path = options.remove("path");
    String most = options.remove(ImageFolder.MAX_BYTES);
    maxBytes = most == null ? ImageLimits.DEFAULT.maxBytes() : Integer.parseInt(most);
    if (path == null) {
      throw new IllegalArgumentException("format " + ImageFolder.FORMAT + " needs one folder");
    }
    try {
      Path named = new Path(path);
      FileSystem files = named.getFileSystem(context.sparkSession().sessionState().newHadoopConf());
      root = files.makeQualified(named);
      splits = hasSplits(files);
    } catch (IOException e) {
      throw new UncheckedIOException("folder of pictures " + path + ": " + e.getMessage(), e);
    }
  }

  // Folders of classes, or of splits: all of them have names of splits, or none counts as one. A
  // class may be called train; train and test beside something else are hardly classes.
  private boolean hasSplits(FileSystem files) throws IOException {
    String[] folders =
        Arrays.stream(files.listStatus(root))
            .filter(FileStatus::isDirectory)
            .map(folder -> folder.getPath().getName())
            .filter(name -> !name.startsWith(".") && !name.startsWith("_"))
            .toArray(String[]::new);
    if (folders.length == 0) {
      throw new FileNotFoundException(
          "there are no folders in it; expected one a class, with the pictures of the class");
    }
    List<String> names = Arrays.stream(folders).map(name -> name.toLowerCase(Locale.ROOT)).toList();
    boolean training = names.stream().anyMatch(OF_TRAINING::contains);
    boolean others = names.stream().anyMatch(OTHERS::contains);
    boolean all = names.stream().allMatch(ImageFolderRelation::isSplit);
    if (training && others && !all) {
      throw new IllegalArgumentException(
          "folder of pictures %s has folders of splits beside others: %s; leave the folders of splits alone in it"
              .formatted(root, String.join(", ", new TreeSet<>(Arrays.asList(folders)))));
    }
    return all;
  }

  private static boolean isSplit(String name) {
    return OF_TRAINING.contains(name) || OTHERS.contains(name);
  }

  @Override
  public SQLContext sqlContext() {
    return context;
  }

  @Override
  public StructType schema() {
    StructType schema =
        new StructType()
            .add("key", DataTypes.StringType, false)
            .add("image", DataTypes.BinaryType, true)
            .add("label", DataTypes.StringType, false);
    return splits ? schema.add("split", DataTypes.StringType, false) : schema;
  }

  @Override
  public RDD<Row> buildScan(String[] columns) {
    Column[] asked = Arrays.stream(columns).map(this::column).toArray(Column[]::new);
    SparkSession session = context.sparkSession();
    List<Row> unread = new ArrayList<>();
    listing().empty().forEach(file -> unread.add(RowFactory.create(file.toString(), new byte[0])));
    listing().tooLong().forEach(file -> unread.add(RowFactory.create(file.toString(), null)));
    return session
        .read()
        .format("binaryFile")
        .options(options)
        .load(literal(root))
        // Spark looks at the length before it reads a file.
        .where(col("length").leq(maxBytes))
        .select("path", "content")
        .union(session.createDataFrame(unread, FILE))
        .where(size(below()).geq(levels()))
        .select(asked)
        .rdd();
  }

  // Once for all scans of the table.
  private synchronized FolderListing listing() {
    if (listing == null) {
      listing = listed();
      if (listing.leftOut() != null) {
        LOG.warn("{}: left out by their names or places: {}", root, listing.leftOut());
      }
      if (!listing.tooLong().isEmpty()) {
        LOG.warn(
            "{}: rows without a picture, for their files have more than {} bytes: {}",
            root,
            maxBytes,
            listing.tooLong());
      }
    }
    return listing;
  }

  private FolderListing listed() {
    // Who chooses files by their times gets what Spark gives.
    if (options.containsKey("modifiedAfter") || options.containsKey("modifiedBefore")) {
      return new FolderListing(List.of(), List.of(), Collections.emptySortedMap());
    }
    try {
      FileSystem files = root.getFileSystem(context.sparkSession().sessionState().newHadoopConf());
      return FolderListing.of(files, root, options.get("pathGlobFilter"), levels(), maxBytes);
    } catch (IOException e) {
      throw new UncheckedIOException("folder of pictures " + root + ": " + e.getMessage(), e);
    }
  }

  /** Folders and name of a picture's file, below the root. */
  private int levels() {
    return splits ? 3 : 2;
  }

  private Column key() {
    return substring(col("path"), placeBelow(root), Integer.MAX_VALUE);
  }

  /** Where the part of a file's path below a folder begins; Spark counts code points, from one. */
  static int placeBelow(Path folder) {
    String address = folder.toString();
    // The root of a bucket keeps its slash.
    int slash = address.endsWith("/") ? 0 : 1;
    return address.codePointCount(0, address.length()) + slash + 1;
  }

  /** The path with its characters taken as they are, where Spark would find a pattern in them. */
  private static String literal(Path path) {
    return path.toString().replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
  }

  private Column below() {
    return split(key(), "/");
  }

  private Column column(String name) {
    return switch (name) {
      case "image" -> col("content");
      case "label" -> element_at(below(), splits ? 2 : 1);
      case "split" -> element_at(below(), 1);
      default -> key();
    };
  }
}
