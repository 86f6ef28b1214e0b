package org.stepless.notebooks;

/**
 * Something that a cell of code gave out.
 *
 * @param isHtml whether it is HTML; otherwise plain text
 * @param data never blank
 */
record Output(boolean isHtml, String data) {}
