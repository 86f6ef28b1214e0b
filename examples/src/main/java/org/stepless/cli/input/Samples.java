package org.stepless.cli.input;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.TextInputFormat;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.stepless.cli.input.Sample.BadRow;
import org.stepless.spark.jobs.Release;

/** The checked rows of an input, held by Spark until closed. */
public final class Samples implements AutoCloseable {
  private final InputSpec spec;
  private final List<String> featureNames;
  private final JavaRDD<Sample> samples;
  private final Survey survey;

  private Samples(
      InputSpec spec, List<String> featureNames, JavaRDD<Sample> samples, Survey survey) {
    this.spec = spec;
    this.featureNames = featureNames;
    this.samples = samples;
    this.survey = survey;
  }

  /**
   * Reads and checks an input.
   *
   * @throws UserError naming the line or row of the first problem
   */
  public static Samples read(SparkSession spark, InputSpec spec) {
    return read(spark, spec, null);
  }

  /** Reads an input whose feature columns are those of this one. */
  public Samples readAlike(SparkSession spark, InputSpec other) {
    Samples read = read(spark, other, featureNames);
    int expected = survey.features(), most = read.survey.features();
    int least = read.survey.narrowest();
    if (most > expected || least < expected) {
      read.close();
      throw new UserError(
          "%s: a row with %d features, but %s has %d; give both the same features"
              .formatted(
                  other.describe(), most > expected ? most : least, spec.describe(), expected));
    }
    return read;
  }

  private static Samples read(SparkSession spark, InputSpec spec, List<String> wanted) {
    try {
      InputFile file = new InputFile(spec, spark.sparkContext().hadoopConfiguration());
      return switch (file.format()) {
        case LIBSVM -> libsvm(spark, spec, file);
        case CSV -> csv(spark, spec, file, wanted);
        case PARQUET -> parquet(spark, spec, file, wanted);
      };
    } catch (IOException e) {
      throw new UserError("%s: %s".formatted(spec.describe(), e.getMessage()), e);
    }
  }

  private static Samples libsvm(SparkSession spark, InputSpec spec, InputFile file)
      throws IOException {
    file.firstLines(1); // which must be text
    return of(spec, "line", null, lines(spark, file), new LibsvmParser());
  }

  private static Samples csv(
      SparkSession spark, InputSpec spec, InputFile file, List<String> wanted) throws IOException {
    List<String> first = file.firstLines(2);
    CsvHeader header;
    try {
      header = CsvHeader.of(first.get(0), first.size() > 1 ? first.get(1) : null);
    } catch (BadRow e) {
      throw new UserError("%s line 1: %s".formatted(spec.describe(), e.getMessage()), e);
    }
    List<String> names = header.names();
    if (names.stream().allMatch(Values::looksLikeNumber)) {
      throw new UserError(
          "%s line 1: '%s' is no header; name the columns in the first line"
              .formatted(spec.describe(), Values.quote(header.line())));
    }
    Columns columns = Columns.choose(spec, names, wanted);
    return of(
        spec, "line", columns.featureNames(), lines(spark, file), new CsvParser(header, columns));
  }

  private static Samples parquet(
      SparkSession spark, InputSpec spec, InputFile file, List<String> wanted) {
    Dataset<Row> table;
    try {
      table = spark.read().parquet(file.pattern());
    } catch (Exception e) {
      throw new UserError(
          "%s: cannot be read as Parquet; check --format".formatted(spec.describe()), e);
    }
    ParquetParser parser = ParquetParser.of(spec, table.schema(), wanted);
    return of(spec, "row", parser.featureNames(), table.javaRDD(), parser);
  }

  private static JavaRDD<String> lines(SparkSession spark, InputFile file) {
    // What textFile does, with the codecs of this file.
    JobConf conf = new JobConf(file.configuration());
    FileInputFormat.setInputPaths(conf, file.pattern());
    return new JavaSparkContext(spark.sparkContext())
        .hadoopRDD(conf, TextInputFormat.class, LongWritable.class, Text.class, 1)
        .map(line -> line._2().toString());
  }

  private static <T> Samples of(
      InputSpec spec,
      String unit,
      List<String> featureNames,
      JavaRDD<T> lines,
      Sample.Parser<T> parser) {
    JavaRDD<Sample> samples = lines.map(parser::read);
    samples.persist(StorageLevel.MEMORY_AND_DISK());
    samples.rdd().setName(spec.describe());
    try {
      Survey survey = survey(spec, samples);
      requireRows(spec, unit, survey);
      return new Samples(spec, featureNames, samples, survey);
    } catch (Throwable e) { // jobs throw checked exceptions that Scala does not declare
      Release.persisted(samples);
      throw e;
    }
  }

  private static void requireRows(InputSpec spec, String unit, Survey survey) {
    String problem = null;
    if (survey.problem() != null) {
      problem = " %s %d: %s".formatted(unit, survey.problemLine() + 1, survey.problem());
    } else if (survey.rows() == 0) {
      problem = ": no rows; give a file with data";
    } else if (survey.narrowest() < survey.features()) {
      problem =
          ": a row with %d features and one with %d; give all rows the same features"
              .formatted(survey.narrowest(), survey.features());
    }
    if (problem != null) {
      throw new UserError(spec.describe() + problem);
    }
  }

  /** One pass over the rows. */
  private static Survey survey(InputSpec spec, JavaRDD<Sample> samples) {
    try {
      return Survey.merge(
          samples.mapPartitions(rows -> List.of(Survey.of(rows)).iterator()).collect());
    } catch (Exception e) { // Spark throws checked exceptions without saying so
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof IOException damage) {
          throw InputFile.unreadable(spec, damage);
        }
      }
      throw e;
    }
  }

  /** What is in the rows. */
  public Survey survey() {
    return survey;
  }

  /** Names of the feature columns; null if they have none. */
  public List<String> featureNames() {
    return featureNames;
  }

  /** What was read. */
  public InputSpec spec() {
    return spec;
  }

  JavaRDD<Sample> rdd() {
    return samples;
  }

  /** Number of the first line of every partition, from 0. */
  long[] offsets() {
    long[] offsets = new long[survey.lines().length];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = offsets[i - 1] + survey.lines()[i - 1];
    }
    return offsets;
  }

  @Override
  public void close() {
    Release.persisted(samples);
  }
}
