/**
 * The finish of a linear model: from where the passes without a learning rate have brought it, a
 * deterministic phase, without a rate either, brings it to the optimum of its objective. {@link
 * org.stepless.finish.Finish} explains the whole.
 *
 * <p>Depends on: org.stepless.data, org.stepless.losses, org.stepless.models, org.stepless.text,
 * org.stepless.training
 */
package org.stepless.finish;
