/**
 * Objectives of models beyond the linear one with a fixed loss; each is a {@link
 * org.stepless.losses.BatchObjective}.
 *
 * <p>Depends on: org.stepless.data, org.stepless.losses, org.stepless.text
 */
package org.stepless.models;
