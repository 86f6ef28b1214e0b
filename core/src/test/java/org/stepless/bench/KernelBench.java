package org.stepless.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.zip.GZIPInputStream;
import org.stepless.data.RowBlock;
import org.stepless.data.RowBlockBuilder;
import org.stepless.losses.Logistic;
import org.stepless.losses.Loss;
import org.stepless.losses.Objective;
import org.stepless.losses.Softmax;
import org.stepless.losses.Workspace;

/**
 * Times gradient passes against a copy loop and a plain loop in the same process. Not a unit test:
 *
 * <pre>
 * mvn -q -pl core test-compile
 * java -Xmx3g -cp core/target/test-classes:core/target/classes org.stepless.bench.KernelBench [FOLDER]
 * </pre>
 *
 * <p>FOLDER holds a9a.gz, phishing.gz, letter.scale.gz and pendigits.gz in LIBSVM format; without
 * it random data of the same shapes take their place.
 */
public final class KernelBench {
  private static final int REPETITIONS = 15;

  private KernelBench() {}

  public static void main(String[] args) throws IOException {
    Path folder = args.length > 0 ? Path.of(args[0]) : null;
    double copy = copyLoop();
    RowBlock a9a = load(folder, "a9a", 32561, 123, 14, 2);
    epochs("a9a logistic", a9a, new Logistic(), 64);
    plainEpochs("a9a plain loop with exp, log1p", a9a, 64);
    RowBlock phishing = load(folder, "phishing", 11055, 68, 30, 2);
    epochs("phishing logistic", phishing, new Logistic(), 64);
    RowBlock letter = load(folder, "letter.scale", 15000, 16, 16, 26);
    epochs("letter softmax", letter, new Softmax(26), 16);
    RowBlock pendigits = load(folder, "pendigits", 7494, 16, 16, 10);
    epochs("pendigits softmax", pendigits, new Softmax(10), 16);
    fullPass("dense double 500,000 x 100", dense(500_000, 100, false), copy);
    fullPass("dense float 500,000 x 100", dense(500_000, 100, true), copy);
    fullPass("dense double 60,000 x 784", dense(60_000, 784, false), copy);
  }

  private static double copyLoop() {
    double[] source = new double[25_000_000], target = new double[source.length];
    Arrays.fill(source, 1.5);
    double seconds =
        best(
            () -> {
              for (int i = 0; i < source.length; i++) {
                target[i] = source[i];
              }
              return target[7];
            });
    double rate = 16.0 * source.length / seconds / 1e9;
    print("copy loop, read + write: %.1f GB/s", rate);
    return rate;
  }

  private static void fullPass(String name, RowBlock block, double copy) {
    Objective objective = new Objective(new Logistic(), block.columns(), true, null);
    Workspace workspace = objective.workspace();
    double[] x = point(objective), gradient = new double[x.length];
    double seconds =
        best(
            () ->
                objective.addLossAndGradient(block, null, 0, block.rows(), x, gradient, workspace));
    double rate = block.bytes() / seconds / 1e9;
    print(
        "%s, one pass: %.1f ms, %.1f GB/s = %.0f %% of the copy loop",
        name, seconds * 1e3, rate, 100 * rate / copy);
  }

  private static void epochs(String name, RowBlock block, Loss loss, int batch) {
    Objective objective = new Objective(loss, block.columns(), true, null);
    Workspace workspace = objective.workspace();
    double[] x = point(objective), gradient = new double[x.length];
    int[] order = shuffled(block.rows());
    DoubleSupplier pass =
        () -> {
          double sum = 0;
          for (int from = 0; from < order.length; from += batch) {
            Arrays.fill(gradient, 0);
            int to = Math.min(order.length, from + batch);
            sum += objective.addLossAndGradient(block, order, from, to, x, gradient, workspace);
          }
          return sum;
        };
    report(name + ", batch " + batch, block, best(pass));
  }

  /** What a careful programmer writes by hand for this one case. */
  private static void plainEpochs(String name, RowBlock block, int batch) {
    int rows = block.rows(), columns = block.columns();
    int[] starts = new int[rows + 1], indices = new int[(int) block.storedValues()];
    double[] values = new double[indices.length], rowValues = new double[columns];
    int[] rowIndices = new int[columns];
    for (int r = 0; r < rows; r++) {
      int n = block.copyRow(r, rowIndices, rowValues);
      System.arraycopy(rowIndices, 0, indices, starts[r], n);
      System.arraycopy(rowValues, 0, values, starts[r], n);
      starts[r + 1] = starts[r] + n;
    }
    double[] x = point(new Objective(new Logistic(), columns, true, null));
    double[] gradient = new double[x.length];
    int[] order = shuffled(rows);
    DoubleSupplier pass =
        () -> {
          double sum = 0;
          for (int from = 0; from < rows; from += batch) {
            Arrays.fill(gradient, 0);
            int to = Math.min(rows, from + batch);
            sum += plainBatch(block, starts, indices, values, order, from, to, x, gradient);
          }
          return sum;
        };
    report(name + ", batch " + batch, block, best(pass));
  }

  private static double plainBatch(
      RowBlock block,
      int[] starts,
      int[] indices,
      double[] values,
      int[] order,
      int from,
      int to,
      double[] x,
      double[] gradient) {
    int intercept = x.length - 1;
    double sum = 0;
    for (int r = from; r < to; r++) {
      int row = order[r];
      double margin = x[intercept];
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        margin += values[i] * x[indices[i]];
      }
      double sign = block.label(row) > 0 ? 1 : -1, z = sign * margin;
      double e = Math.exp(-Math.abs(z));
      sum += Math.log1p(e) + Math.max(-z, 0);
      double slope = -sign * (z > 0 ? e : 1) / (1 + e);
      for (int i = starts[row]; i < starts[row + 1]; i++) {
        gradient[indices[i]] += slope * values[i];
      }
      gradient[intercept] += slope;
    }
    return sum;
  }

  private static void report(String name, RowBlock block, double seconds) {
    print(
        "%s: %.3f ms a pass, %.1f ns a row, %.2f ns a stored value (%d bytes a value)",
        name,
        seconds * 1e3,
        seconds * 1e9 / block.rows(),
        seconds * 1e9 / block.storedValues(),
        Math.round((double) block.bytes() / block.storedValues()));
  }

  /** Shortest time in seconds, after warming up. */
  private static double best(DoubleSupplier work) {
    double shortest = Double.POSITIVE_INFINITY, used = 0;
    long start = System.nanoTime();
    for (int i = 0; i < REPETITIONS || System.nanoTime() - start < 1_500_000_000L; i++) {
      long before = System.nanoTime();
      used += work.getAsDouble();
      shortest = Math.min(shortest, (System.nanoTime() - before) * 1e-9);
    }
    if (Double.isNaN(used)) {
      print("the sum is NaN");
    }
    return shortest;
  }

  private static double[] point(Objective objective) {
    Random random = new Random(3);
    double[] x = new double[objective.dimension()];
    Arrays.setAll(x, i -> random.nextGaussian() / 5);
    return x;
  }

  private static int[] shuffled(int rows) {
    int[] order = new int[rows];
    Random random = new Random(5);
    for (int i = 0; i < rows; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static RowBlock dense(int rows, int columns, boolean single) {
    Random random = new Random(1);
    RowBlockBuilder builder = new RowBlockBuilder(columns, rows);
    double[] row = new double[columns];
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        double value = random.nextDouble() - 0.5;
        row[j] = single ? (float) value : value;
      }
      builder.addDense(row, random.nextInt(2), 1);
    }
    return builder.build();
  }

  private static RowBlock load(
      Path folder, String name, int rows, int columns, int nonZeros, int classes)
      throws IOException {
    RowBlockBuilder builder = new RowBlockBuilder(columns, rows);
    if (folder == null) {
      Random random = new Random(2);
      for (int r = 0; r < rows; r++) {
        int[] indices = random.ints(0, columns).distinct().limit(nonZeros).sorted().toArray();
        double[] values = new double[nonZeros];
        Arrays.setAll(values, i -> nonZeros < columns ? 1 : random.nextDouble());
        builder.addSparse(indices, values, random.nextInt(classes), 1);
      }
      return builder.build();
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve(name + ".gz")))))) {
      for (String line; (line = lines.readLine()) != null; ) {
        if (line.isBlank()) {
          continue;
        }
        String[] fields = line.trim().split("[\\s:]+");
        int[] indices = new int[fields.length / 2];
        double[] values = new double[indices.length];
        for (int i = 0; i < indices.length; i++) {
          indices[i] = Integer.parseInt(fields[2 * i + 1]) - 1;
          values[i] = Double.parseDouble(fields[2 * i + 2]);
        }
        double label = Double.parseDouble(fields[0]);
        builder.addSparse(indices, values, label < 0 ? 0 : classes == 26 ? label - 1 : label, 1);
      }
    }
    return builder.build();
  }

  private static void print(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }
}
