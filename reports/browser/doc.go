// Package browser holds no code, only tests: they open the HTML pages of
// package reports in a real, headless Chromium.
package browser
