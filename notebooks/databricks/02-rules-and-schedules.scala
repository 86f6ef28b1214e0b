// Databricks notebook source
// MAGIC %md
// MAGIC # Comparing rules, and refining a schedule
// MAGIC
// MAGIC Five rules that need no learning rate train the same model, softmax regression on images of digits, beside Adam at four rates. Then the gradient norms of
// MAGIC one run become the schedule of the next.
// MAGIC
// MAGIC Needed on the class path: `stepless-spark-bundle`, and for the plots `org.knowm.xchart:xchart:3.8.8`.

// COMMAND ----------

val data = spark.conf.get("spark.stepless.data", "examples/data")
val images = spark.read.format("libsvm").option("numFeatures", 64).load(s"$data/digits.libsvm.gz")
val Array(train, test) = images.randomSplit(Array(0.8, 0.2), seed = 7).map(_.cache())
println(s"${train.count()} images of 8x8 pixels to train on, ${test.count()} to test on")

// COMMAND ----------

// MAGIC %md
// MAGIC Each kind of notebook has its own way to show HTML:

// COMMAND ----------

def show(html: String): Unit = displayHTML(html)

// COMMAND ----------

// MAGIC %md
// MAGIC A plot is a picture inside that HTML, drawn on the driver.

// COMMAND ----------

import java.awt.Color
import java.util.Base64
import org.knowm.xchart.{BitmapEncoder, XYChartBuilder}
import org.knowm.xchart.BitmapEncoder.BitmapFormat
import org.knowm.xchart.style.Styler.LegendPosition
import org.knowm.xchart.style.markers.SeriesMarkers

/** A line for each name; the values belong to equally spaced points from 0 to end. */
def plot(
    title: String,
    x: String,
    end: Double,
    log: Boolean,
    lines: Seq[(String, Array[Double])]
): String = {
  val chart = new XYChartBuilder().width(640).height(340).title(title).xAxisTitle(x).build()
  chart.getStyler
    .setYAxisLogarithmic(log)
    .setXAxisDecimalPattern("#0")
    .setLegendPosition(LegendPosition.OutsideE)
    .setChartBackgroundColor(Color.WHITE)
  for ((name, values) <- lines) {
    val points = values.indices.map(i => end * i / (values.length - 1)).toArray
    chart.addSeries(name, points, values).setMarker(SeriesMarkers.NONE)
  }
  val png = BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG)
  s"<img alt='$title' src='data:image/png;base64,${Base64.getEncoder.encodeToString(png)}'/>"
}

// COMMAND ----------

// MAGIC %md
// MAGIC ## One text names a rule
// MAGIC
// MAGIC Everything else stays as it is: 20 passes, linear decay, steps of 16 rows, and no finish, which would lead all to the same optimum. What the learning-rate-free rules run on are their defaults (`momoadam`'s default bound of 0.01 suits
// MAGIC networks, so linear models take 1). Adam must be told its rate, and which of the four is the right one shows only afterwards.

// COMMAND ----------

import org.stepless.spark.SteplessLogisticRegression

def estimator(rule: String, epochs: Int) =
  new SteplessLogisticRegression().setOptimizer(rule).setMaxEpochs(epochs).setBatchSize(16).setFinish("none")

case class Trial(rule: String, losses: Array[Double], testAccuracy: Double)

def trial(rule: String): Trial = {
  val stepless = estimator(rule, 20)
  val predictions = stepless.fit(train).transform(test)
  val right = predictions.where("prediction = label").count().toDouble
  Trial(rule, stepless.summary.objectiveHistory, right / predictions.count())
}

val free = Seq("prodigy", "dadaptadam", "dadaptsgd", "mechanic", "momoadam(lr=1)").map(trial)
val adam = Seq("1e-4", "1e-3", "1e-2", "1e-1").map(rate => trial(s"adam(lr=$rate)"))

println("rule              final loss  test accuracy")
for (t <- free ++ adam) {
  println(f"${t.rule}%-16s  ${t.losses.last}%10.5f  ${t.testAccuracy}%13.4f")
}

// COMMAND ----------

// MAGIC %md
// MAGIC Adam at the best of its rates ends beside Prodigy, which was told nothing. A rate ten times too small ends at a loss some twenty-six times as large, and only trying tells which rate is which.
// MAGIC The curves are the mean losses of every pass, each batch taken before its step.

// COMMAND ----------

val curves = (free ++ adam).map(t => t.rule -> t.losses)
show(plot("Training loss", "epoch", 20, log = true, curves))

// COMMAND ----------

// MAGIC %md
// MAGIC ## Refining the schedule
// MAGIC
// MAGIC How fast should the step shrink? Where gradients are small, steps may be large. A run records the norm of every gradient; smoothed, these give the best
// MAGIC schedule in hindsight, which the next run uses (Defazio, Cutkosky, Mehta, Mishchenko, 2023, arXiv:2310.07831). Rules that scale every coordinate by itself take the sum of
// MAGIC absolute values, `L1`.

// COMMAND ----------

import org.stepless.schedules.ScheduleRefinement

val first = estimator("prodigy", 30)
first.fit(train)
val norms = first.summary.gradientNorms1
val multipliers = new ScheduleRefinement(ScheduleRefinement.Norm.L1).multipliers(norms)
println(s"${norms.length} norms gave ${multipliers.length} multipliers")

// COMMAND ----------

val linear = multipliers.indices.map(k => 1 - k.toDouble / multipliers.length).toArray
val schedules = Seq("linear" -> linear, "refined" -> multipliers)
show(
  plot("Gradient norms (L1), as recorded", "epoch", 30, log = true, Seq("norm" -> norms)) +
    plot("Multipliers of the step", "epoch", 30, log = false, schedules)
)

// COMMAND ----------

// MAGIC %md
// MAGIC A schedule can come from a file with one multiplier a line, on the driver's disk; the executors get the values with the job. So the whole workflow, run, refine, run again, is this:

// COMMAND ----------

import java.nio.file.Files

case class Refined(epochs: Int, linear: Double, refined: Double)

def refine(epochs: Int): Refined = {
  val before = estimator("prodigy", epochs)
  before.fit(train)
  val schedule = new ScheduleRefinement(ScheduleRefinement.Norm.L1)
    .multipliers(before.summary.gradientNorms1)
  val file = Files.createTempFile("refined", ".csv")
  Files.writeString(file, schedule.mkString("\n"))
  val after = estimator("prodigy", epochs).setSchedule(s"file:$file")
  after.fit(train)
  Files.delete(file)
  Refined(epochs, before.summary.objective, after.summary.objective)
}

val comparison = Seq(10, 20, 30).map(refine)
println("epochs  loss, linear decay  loss, refined schedule")
for (c <- comparison) println(f"${c.epochs}%6d  ${c.linear}%18.6f  ${c.refined}%22.6f")

// COMMAND ----------

// MAGIC %md
// MAGIC A refined schedule costs a second run. In the two shorter runs it and linear decay end near each other, now one ahead, now the other; in the longest the refined one ends at less than
// MAGIC half the loss. Linear decay, the default, is hard to beat without knowing the gradients beforehand.
