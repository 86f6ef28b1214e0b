/**
 * The path of every fit, of estimators and of the MLlib optimizer alike, and what comes of it: the
 * summary, what listeners hear, clear errors.
 *
 * <p>Depends on: to be filled in
 */
package org.stepless.spark.fit;
