/**
 * Training data as blocks of rows: dense row-major or CSR arrays in float or double, the two
 * kernels that training needs (margins and gradients), and column statistics. A block is built once
 * and never changes. Depends on nothing.
 */
package org.stepless.data;
