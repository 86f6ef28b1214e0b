/**
 * Notebooks as data: read and written in the formats of Databricks, Zeppelin and Jupyter, and run
 * cell by cell in a Scala interpreter beside a Spark session. Only tests use this package.
 */
package org.stepless.notebooks;
