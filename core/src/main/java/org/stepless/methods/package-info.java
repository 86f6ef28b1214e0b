/**
 * The methods, one immutable record per file, and {@link org.stepless.methods.Methods}, the catalog
 * that gives them their names. To add a method: write the record, add one line to the catalog.
 *
 * <p>Depends on: org.stepless.optimizer, org.stepless.text
 */
package org.stepless.methods;
