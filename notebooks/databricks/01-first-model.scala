// Databricks notebook source
// MAGIC %md
// MAGIC # A first model without a learning rate
// MAGIC
// MAGIC A pipeline that tells malignant from benign tumours by 30 measures of cell nuclei, trained by stochastic steps whose size
// MAGIC nobody had to choose. Beside it stands Spark's own `LogisticRegression`, which needs no step size either but makes a job of every pass.
// MAGIC
// MAGIC Stepless must be on the class path: the jar `stepless-spark-bundle`, nothing else.

// COMMAND ----------

// MAGIC %md
// MAGIC ## Data
// MAGIC
// MAGIC The data sets are those of the Stepless repository, folder `examples/data`. Where the notebook runs elsewhere, set
// MAGIC `spark.stepless.data` to a folder that driver and executors can read.

// COMMAND ----------

val data = spark.conf.get("spark.stepless.data", "examples/data")
val table = spark.read
  .option("header", true)
  .option("inferSchema", true)
  .csv(s"$data/breast_cancer.csv.gz")
val Array(train, test) = table.randomSplit(Array(0.7, 0.3), seed = 7).map(_.cache())

println(s"${train.count()} rows to train on, ${test.count()} to test on")
table.groupBy("label").count().orderBy("label").show()

// COMMAND ----------

// MAGIC %md
// MAGIC ## Training
// MAGIC
// MAGIC `SteplessLogisticRegression` is an estimator like any other: it takes its place in a pipeline, with Spark's usual params. There is
// MAGIC no step size among them. `regParam` keeps the coefficients small, as in Spark.

// COMMAND ----------

import org.apache.spark.ml.{Pipeline, PipelineStage}
import org.apache.spark.ml.feature.{StringIndexer, VectorAssembler}
import org.stepless.spark.SteplessLogisticRegression

val indexer = new StringIndexer()
  .setInputCol("label")
  .setOutputCol("class")
  .setStringOrderType("alphabetAsc") // benign 0, malignant 1
val assembler = new VectorAssembler()
  .setInputCols(table.columns.filter(_ != "label"))
  .setOutputCol("features")
val stepless = new SteplessLogisticRegression().setLabelCol("class").setRegParam(0.01)

val model = new Pipeline()
  .setStages(Array[PipelineStage](indexer, assembler, stepless))
  .fit(train)

// COMMAND ----------

// MAGIC %md
// MAGIC ## What happened
// MAGIC
// MAGIC The estimator remembers the run. The step size grew from almost nothing until the rule, Prodigy, had seen how far away the
// MAGIC solution is; then the schedule took it down to 0. After these passes a few steps of Newton's method, the finish, led to the optimum.

// COMMAND ----------

val run = stepless.summary
val losses = run.objectiveHistory
val steps = run.stepHistory

println("epoch  objective  step size")
for (epoch <- 0 until run.epochs) {
  val bar = "#" * math.round(40 * steps(epoch) / steps.max).toInt
  println(f"${epoch + 1}%5d  ${losses(epoch)}%9.5f  ${steps(epoch)}%9.5f $bar")
}
println(run.finish.describe)
println(f"the end ${run.objective}%8.5f after ${run.steps} steps, ${run.epochs} passes over the rows")
println(run.mode)

// COMMAND ----------

// MAGIC %md
// MAGIC ## On other rows
// MAGIC
// MAGIC The fitted model is Spark's own `LogisticRegressionModel`. It is evaluated, saved and served like one; Stepless is not needed for that.

// COMMAND ----------

import org.apache.spark.ml.classification.LogisticRegressionModel
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator
import org.apache.spark.sql.DataFrame

def accuracy(predictions: DataFrame): Double =
  predictions.where("prediction = class").count().toDouble / predictions.count()

val predictions = model.transform(test)
val testAccuracy = accuracy(predictions)
val area = new BinaryClassificationEvaluator().setLabelCol("class").evaluate(predictions)
println(f"test accuracy $testAccuracy%.4f, area under the ROC curve $area%.4f")
println(model.stages.last.asInstanceOf[LogisticRegressionModel])

// COMMAND ----------

// MAGIC %md
// MAGIC ## Beside Spark's own
// MAGIC
// MAGIC The same objective, minimised by L-BFGS: `regParam` and `standardization` mean the same in both. The two optima agree, and so do the models.

// COMMAND ----------

import org.apache.spark.ml.classification.LogisticRegression

val lbfgs = new LogisticRegression().setLabelCol("class").setRegParam(0.01)
val sparkModel = new Pipeline()
  .setStages(Array[PipelineStage](indexer, assembler, lbfgs))
  .fit(train)
val sparkObjective =
  sparkModel.stages.last.asInstanceOf[LogisticRegressionModel].summary.objectiveHistory.last
val sparkAccuracy = accuracy(sparkModel.transform(test))

println("                    objective  test accuracy")
println(f"Stepless             ${run.objective}%.6f  $testAccuracy%.4f")
println(f"LogisticRegression   $sparkObjective%.6f  $sparkAccuracy%.4f")

// COMMAND ----------

// MAGIC %md
// MAGIC ## Where to go from here
// MAGIC
// MAGIC * Another rule or schedule is one text: `setOptimizer("dadaptadam")`, `setSchedule("cosine(warmup=0.1)")`; the next notebook compares them.
// MAGIC * `setFinish("none")` leaves the model where the passes end, as the papers' methods do; `setMaxEpochs(100)` makes more of them. A column of validation rows in `setValidationIndicatorCol` ends them when they no longer help.
// MAGIC * `SteplessLinearRegression`, `SteplessLinearSVC`, `SteplessGeneralizedLinearRegression`, factorisation machines and perceptrons work the same way.
