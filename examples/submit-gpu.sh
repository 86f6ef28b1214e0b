#!/usr/bin/env bash
# Trains on a cluster with one GPU an executor: ./examples/submit-gpu.sh MASTER CLASS JAR [ARGUMENT...]
# The class is an application of yours whose estimators have setDevice("gpu"), such as
# SteplessSameDiff. Every worker needs nvidia-smi and, as its resource, the address of its GPU.
set -euo pipefail

if (($# < 3)); then
  echo "usage: $0 MASTER CLASS JAR [ARGUMENT...]" >&2
  exit 2
fi
master=$1 class=$2 jar=$3
shift 3

# Spark asks for the addresses of the GPUs in this form. On YARN the script travels with the job; an
# image for Kubernetes must hold it; standalone workers have their own (spark.worker.resource.gpu.*).
discovery=$(mktemp)
trap 'rm -f "$discovery"' EXIT
cat >"$discovery" <<'SCRIPT'
#!/usr/bin/env bash
gpus=$(nvidia-smi --query-gpu=index --format=csv,noheader | sed 's/.*/"&"/' | paste -sd, -)
echo "{\"name\": \"gpu\", \"addresses\": [$gpus]}"
SCRIPT
chmod +x "$discovery"

# javacpp counts native memory: the GPU's share must fit into the overhead that the cluster grants.
"${SPARK_HOME:+$SPARK_HOME/bin/}spark-submit" --master "$master" --class "$class" \
  --packages org.nd4j:nd4j-cuda-11.6-platform:1.0.0-M2.1 \
  --files "$discovery#getGpus.sh" \
  --conf spark.executor.resource.gpu.amount=1 \
  --conf spark.task.resource.gpu.amount=1 \
  --conf spark.executor.resource.gpu.discoveryScript=./getGpus.sh \
  --conf spark.executor.memoryOverhead=6g \
  --conf "spark.executor.extraJavaOptions=-Dorg.bytedeco.javacpp.maxbytes=4g -Dorg.bytedeco.javacpp.maxphysicalbytes=0" \
  "$jar" "$@"
