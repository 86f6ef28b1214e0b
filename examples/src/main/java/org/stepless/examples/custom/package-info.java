/** Update rules and losses of one's own. */
package org.stepless.examples.custom;
