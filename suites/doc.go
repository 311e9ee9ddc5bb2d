// Package suites holds the checks of a SCIM server that Okta provisions: Catalogue lists them, Test and Describe run them
// in other people's test suites. A package an area has the checks, package kit what their bodies work with.
package suites
