/**
 * Stepless, Spark's estimators and MLlib's optimisers on the same cached data: the time each takes
 * until its training objective is near the optimum.
 */
package org.stepless.bench.peers;
