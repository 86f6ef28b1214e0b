// Databricks notebook source
// MAGIC %md
// MAGIC # A network on ND4J
// MAGIC
// MAGIC `SteplessSameDiff` trains any SameDiff graph of ND4J on the columns of a data frame, with every rule and schedule of the library. Here it is a small convolutional network on images of digits, beside
// MAGIC softmax regression on the same rows.
// MAGIC
// MAGIC Needed on the class path of driver and executors: `stepless-spark-bundle`, and one backend of ND4J: `org.nd4j:nd4j-native:1.0.0-M2.1` for CPUs, or
// MAGIC `org.nd4j:nd4j-cuda-11.6-platform:1.0.0-M2.1` for GPUs of compute capability 3.7 to 8.6.

// COMMAND ----------

def show(html: String): Unit = displayHTML(html)

// COMMAND ----------

val data = spark.conf.get("spark.stepless.data", "examples/data")
val images = spark.read.format("libsvm").option("numFeatures", 64).load(s"$data/digits.libsvm.gz")
val Array(train, test) = images.randomSplit(Array(0.8, 0.2), seed = 7).map(_.cache())
println(s"${train.count()} images of 8x8 pixels to train on, ${test.count()} to test on")

// COMMAND ----------

// MAGIC %md
// MAGIC ## The graph
// MAGIC
// MAGIC Eight filters of 3x3 pixels, rectifiers, the maxima of 2x2 fields, and a dense layer to ten classes. Placeholders stand for the features and the labels of a batch; variables are trained from
// MAGIC the values given here.

// COMMAND ----------

import org.nd4j.autodiff.samediff.{SameDiff, VariableType}
import org.nd4j.linalg.api.buffer.DataType
import org.nd4j.linalg.api.ndarray.INDArray
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.{Conv2DConfig, Pooling2DConfig}
import org.nd4j.linalg.factory.Nd4j
import scala.jdk.CollectionConverters._

val random = new java.util.Random(1)

/** Normal draws of deviation 1 / sqrt(inputs). */
def weights(inputs: Int, shape: Long*): INDArray = {
  val values = Array.fill(shape.product.toInt)((random.nextGaussian() / math.sqrt(inputs)).toFloat)
  Nd4j.createFromArray(values: _*).reshape(shape: _*)
}

val graph = SameDiff.create()
val image = graph.placeHolder("image", DataType.FLOAT, -1, 1, 8, 8)
val label = graph.placeHolder("label", DataType.FLOAT, -1, 10)
val filters = graph.`var`("filters", weights(9, 3, 3, 1, 8))
val filterBias = graph.`var`("filterBias", Nd4j.zeros(DataType.FLOAT, 8))
val convolution = Conv2DConfig.builder().kH(3).kW(3).sH(1).sW(1).dataFormat("NCHW").build()
val pooling = Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).isNHWC(false).build()
val filtered = graph.cnn().conv2d(image, filters, filterBias, convolution)
val pooled = graph.cnn().maxPooling2d(graph.nn().relu(filtered, 0), pooling)
val dense = graph.`var`("dense", weights(72, 72, 10))
val denseBias = graph.`var`("denseBias", Nd4j.zeros(DataType.FLOAT, 10))
val margins = pooled.reshape(-1, 72).mmul(dense).add(denseBias)
graph.nn().softmax("output", margins)
graph.loss().softmaxCrossEntropy("loss", label, margins, null)

val trained = graph.variables().asScala.filter(_.getVariableType == VariableType.VARIABLE)
println("trained: " + trained.map(v => s"${v.name} ${v.getShape.mkString("x")}").mkString(", "))

// COMMAND ----------

// MAGIC %md
// MAGIC ## Training
// MAGIC
// MAGIC The estimator is told which column fills which placeholder, what to minimise and what to predict from. The learning rate is, again, nobody's business. `summary.backend` says what
// MAGIC computed the gradients on the executors; with `setDevice("gpu")` anything else than a GPU would be an error.

// COMMAND ----------

import org.stepless.spark.nd4j.SteplessSameDiff

val network = new SteplessSameDiff()
  .setGraph(graph)
  .setFeaturePlaceholders("image")
  .setLabelPlaceholder("label")
  .setLabelKind("onehot")
  .setLossVariable("loss")
  .setOutputVariable("output")
  .setMaxEpochs(15)
val model = network.fit(train)

println(s"backend   ${network.summary.backend}")
println(f"loss      ${network.summary.objective}%.5f after ${network.summary.steps} steps")

// COMMAND ----------

// MAGIC %md
// MAGIC ## On other images
// MAGIC
// MAGIC Inference runs on the executors too. Softmax regression, the same network without its filters, is the least that it has to beat.

// COMMAND ----------

import org.apache.spark.sql.DataFrame
import org.stepless.spark.SteplessLogisticRegression

def accuracy(predictions: DataFrame): Double =
  predictions.where("prediction = label").count().toDouble / predictions.count()

val predictions = model.transform(test).cache()
val networkAccuracy = accuracy(predictions)
val linearAccuracy = accuracy(new SteplessLogisticRegression().setRegParam(0.001).fit(train).transform(test))
println(f"convolutional network  $networkAccuracy%.4f")
println(f"softmax regression     $linearAccuracy%.4f")

// COMMAND ----------

// MAGIC %md
// MAGIC ## Where it errs
// MAGIC
// MAGIC The images that the network gets wrong: as drawn, with the label and what the network saw instead.

// COMMAND ----------

import org.apache.spark.ml.linalg.Vector
import org.apache.spark.sql.functions.{col, udf}

val draw = udf { pixels: Vector =>
  val squares = for (i <- 0 until 64 if pixels(i) > 0) yield {
    val gray = 255 - math.round(pixels(i) * 15.9).toInt
    s"<rect x='${i % 8}' y='${i / 8}' width='1' height='1' fill='rgb($gray,$gray,$gray)'/>"
  }
  squares.mkString("<svg width='56' height='56' viewBox='0 0 8 8'>", "", "</svg>")
}
val errors = predictions
  .where("prediction != label")
  .withColumn("drawing", draw(col("features")))
  .select("drawing", "label", "prediction")
  .collect()
val cards = errors.map { row =>
  val (drawing, label, seen) = (row.getString(0), row.getDouble(1).toInt, row.getDouble(2).toInt)
  s"<td style='text-align:center'>$drawing<br/>$label, not $seen</td>"
}
val lines = cards.grouped(8).map(_.mkString("<tr>", "", "</tr>"))
show(lines.mkString("<table>", "", "</table>"))
