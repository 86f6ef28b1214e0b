/**
 * Objectives of models beyond the linear one with a fixed loss; each is a {@link
 * org.stepless.losses.BatchObjective}. Depends on {@code data}, {@code losses} and {@code text}.
 */
package org.stepless.models;
