/**
 * What the user asks for and what will run: a request and facts about the data give a plan, by a
 * pure function. Knows no Spark; depends on {@code losses}, {@code optimizer}, {@code methods},
 * {@code schedules}, {@code text} and {@code training}.
 */
package org.stepless.plan;
