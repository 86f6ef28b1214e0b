// Databricks notebook source
// MAGIC %md
// MAGIC # Finding mislabelled rows with per-example trackers
// MAGIC
// MAGIC MOTAPS (Gower, Defazio, Rabbat, 2021, arXiv:2106.11851) keeps one number for every row, 8 bytes, which follows the row's loss while the model is trained. Where a label contradicts what all
// MAGIC other rows say, the number stays high. Here some labels of digit images are changed on purpose; then the rows with the highest trackers are looked at.
// MAGIC
// MAGIC Needed on the class path: `stepless-spark-bundle`.

// COMMAND ----------

def show(html: String): Unit = displayHTML(html)

// COMMAND ----------

// MAGIC %md
// MAGIC ## Wrong labels
// MAGIC
// MAGIC Three rows of a hundred get the next digit as their label. Column `wrong` remembers which; training does not see it. The frame is cached, because trackers
// MAGIC belong to rows in their order.

// COMMAND ----------

import org.apache.spark.sql.functions._

val data = spark.conf.get("spark.stepless.data", "examples/data")
val images = spark.read
  .format("libsvm")
  .option("numFeatures", 64)
  .load(s"$data/digits.libsvm.gz")
  .withColumn("id", monotonically_increasing_id())
  .withColumn("truth", col("label"))
  .withColumn("wrong", rand(7) < 0.03)
  .withColumn("label", when(col("wrong"), (col("label") + 1) % 10).otherwise(col("label")))
  .cache()
val wrong = images.where("wrong").count().toInt
println(s"$wrong of ${images.count()} labels are wrong")

// COMMAND ----------

// MAGIC %md
// MAGIC ## Training with trackers
// MAGIC
// MAGIC A tracker moves slowly where the gradient is large, as it is for a wrong label: it takes a few hundred passes, and a penalty keeps the model from learning the wrong labels by heart.
// MAGIC `withTrackers` puts the numbers beside the rows.

// COMMAND ----------

import org.stepless.spark.SteplessLogisticRegression

val estimator = new SteplessLogisticRegression()
  .setOptimizer("motaps(gammaTau=0.1)")
  .setSchedule("constant")
  .setRegParam(0.01)
  .setMaxEpochs(300)
val model = estimator.fit(images)
val tracked = estimator.withTrackers(images).cache()

tracked
  .groupBy("wrong")
  .agg(
    count("*").as("rows"),
    round(expr("median(tracker)"), 3).as("median"),
    round(max("tracker"), 3).as("highest")
  )
  .orderBy("wrong")
  .show()

// COMMAND ----------

// MAGIC %md
// MAGIC ## How many are found
// MAGIC
// MAGIC Of the rows with the highest trackers, as many as there are wrong labels: how many are wrong indeed? By chance it would be 3 in 100.

// COMMAND ----------

val suspects = tracked.orderBy(desc("tracker"), col("id")).limit(wrong).cache()
val found = suspects.where("wrong").count().toInt
println(s"$found of the $wrong rows with the highest trackers are mislabelled")

// COMMAND ----------

// MAGIC %md
// MAGIC The share of wrong labels among the first k suspects, for growing k:

// COMMAND ----------

val flags = tracked
  .orderBy(desc("tracker"), col("id"))
  .limit(4 * wrong)
  .select("wrong")
  .collect()
  .map(_.getBoolean(0))
val hits = flags.scanLeft(0)((sum, isWrong) => if (isWrong) sum + 1 else sum).tail
def share(count: Int, of: Int): Double = count.toDouble / of

println("first k  wrong  precision  share of all wrong labels")
for (k <- Seq(wrong / 4, wrong / 2, wrong, 2 * wrong, 4 * wrong)) {
  val hit = hits(k - 1)
  println(f"$k%7d  $hit%5d  ${share(hit, k)}%9.2f  ${share(hit, wrong)}%25.2f")
}

// COMMAND ----------

// MAGIC %md
// MAGIC ## What they look like
// MAGIC
// MAGIC The first suspects with the label that they carry, drawn by the executors: above those whose label was changed, in red; below those under suspicion whose label is right.

// COMMAND ----------

import org.apache.spark.ml.linalg.Vector

val draw = udf { pixels: Vector =>
  val squares = for (i <- 0 until 64 if pixels(i) > 0) yield {
    val gray = 255 - math.round(pixels(i) * 15.9).toInt
    s"<rect x='${i % 8}' y='${i / 8}' width='1' height='1' fill='rgb($gray,$gray,$gray)'/>"
  }
  squares.mkString("<svg width='56' height='56' viewBox='0 0 8 8'>", "", "</svg>")
}
val drawn = suspects
  .withColumn("drawing", draw(col("features")))
  .orderBy(desc("tracker"), col("id"))
  .select("wrong", "drawing", "label")
  .collect()

def cards(wrong: Boolean, color: String): Seq[String] =
  for (row <- drawn.toSeq if row.getBoolean(0) == wrong) yield
    s"<td style='text-align:center;color:$color'>${row.getString(1)}<br/>${row.getDouble(2).toInt}</td>"

def line(cards: Seq[String]): String = cards.take(8).mkString("<tr>", "", "</tr>")

show(s"<table>${line(cards(true, "#c00"))}${line(cards(false, "#000"))}</table>")

// COMMAND ----------

// MAGIC %md
// MAGIC ## After a correction
// MAGIC
// MAGIC Dropping the suspects and training anew, with the default rule, shows what the wrong labels did. Accuracy is taken against the truth, on all rows.

// COMMAND ----------

import org.apache.spark.sql.DataFrame

def truthful(rows: DataFrame): Double = {
  val model = new SteplessLogisticRegression().setRegParam(0.001).fit(rows)
  val predictions = model.transform(images)
  predictions.where("prediction = truth").count().toDouble / images.count()
}

val ids = suspects.select("id").collect().map(_.getLong(0))
val before = truthful(images)
val after = truthful(images.where(!col("id").isin(ids.toIndexedSeq: _*)))
println(f"with the suspects     $before%.4f")
println(f"without the suspects  $after%.4f")
