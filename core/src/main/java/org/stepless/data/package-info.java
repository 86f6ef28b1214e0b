/**
 * Training data as blocks of rows: dense row-major or CSR arrays in float or double, the two
 * kernels that training needs (margins and gradients), and column statistics. A block is built once
 * and never changes.
 *
 * <p>Depends on: org.stepless.text
 */
package org.stepless.data;
