/** Help with words that a person typed. */
package io.cantus.transforms.text;
