package org.stepless.cli.options;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;
import org.stepless.cli.input.UserError;
import scala.Option;

/**
 * The Spark session of a command: the one of this process if there is one, else a new one that ends
 * with the command. Its master comes from {@code --master}, else from spark-submit, else it is this
 * process with all its cores.
 */
public final class Sessions implements AutoCloseable {
  private final SparkSession spark;
  private final boolean owned;

  private Sessions(SparkSession spark, boolean owned) {
    this.spark = spark;
    this.owned = owned;
  }

  public static Sessions open(String name, String master) {
    Option<SparkSession> present = SparkSession.getDefaultSession();
    if (present.isDefined() && !present.get().sparkContext().isStopped()) {
      return new Sessions(present.get(), false);
    }
    SparkConf conf = new SparkConf().setAppName(name);
    if (master != null) {
      conf.setMaster(master);
    } else {
      conf.setIfMissing("spark.master", "local[*]");
    }
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.driver.host", "localhost");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      conf.setIfMissing("spark.sql.catalogImplementation", "in-memory");
    }
    try {
      return new Sessions(SparkSession.builder().config(conf).getOrCreate(), true);
    } catch (Exception e) {
      if (e instanceof SparkException && String.valueOf(e.getMessage()).contains("Master URL")) {
        throw new UserError(
            "--master %s: %s; use local[*], spark://HOST:PORT, yarn or k8s://..."
                .formatted(conf.get("spark.master"), e.getMessage()),
            e);
      }
      throw e;
    }
  }

  public SparkSession spark() {
    return spark;
  }

  @Override
  public void close() {
    if (owned) {
      spark.stop();
    }
  }
}
