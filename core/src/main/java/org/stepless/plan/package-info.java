/**
 * What the user asks for and what will run: a request and facts about the data give a plan, by a
 * pure function.
 *
 * <p>Depends on: org.stepless.finish, org.stepless.losses, org.stepless.methods,
 * org.stepless.optimizer, org.stepless.schedules, org.stepless.text, org.stepless.training
 */
package org.stepless.plan;
