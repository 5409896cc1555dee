/** How near what a model makes comes to real music. */
package io.cantus.jobs.compare;
