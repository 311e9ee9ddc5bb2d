package show

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
)

// redactedMark stands in an exchange where a secret stood.
const redactedMark = "***"

// Curl returns the shell command that sends an exchange's request again, in the
// pieces between which a line may break. The token is never part of it: it
// comes from the environment variable tokenEnv, OKTASCIM_TOKEN when empty.
func Curl(x reports.Exchange, tokenEnv string) []string {
	head := "curl -sS -i"
	switch {
	case x.Method == http.MethodHead:
		head = "curl -sS -I"
	case x.Method != http.MethodGet || x.Request != "":
		head += " -X " + prose.ShellQuote(x.Method)
	}
	// Without -g curl reads brackets and braces in an address as ranges.
	if strings.ContainsAny(x.URL, "[]{}") {
		head += " -g"
	}
	if strings.Contains(header(x.RequestHeaders, "Accept-Encoding"), "gzip") {
		head += " --compressed"
	}
	parts := []string{head + " " + prose.ShellQuote(x.URL)}
	for _, name := range slices.Sorted(maps.Keys(x.RequestHeaders)) {
		if value := x.RequestHeaders[name]; matters(name) {
			parts = append(parts, "-H "+headerWord(name, value, tokenEnv))
		}
	}
	if x.Request != "" {
		// curl adds a form type of its own to a body without Content-Type.
		if header(x.RequestHeaders, "Content-Type") == "" {
			parts = append(parts, "-H Content-Type:")
		}
		parts = append(parts, "--data-raw "+prose.ShellQuote(x.Request))
	}
	return parts
}

// headerWord is a header as one shell word. A hidden secret becomes a
// reference to the environment, everything else is literal.
func headerWord(name, value, tokenEnv string) string {
	before, hiddenSecret := strings.CutSuffix(value, redactedMark)
	if !hiddenSecret || !credential(name) {
		if value == "" {
			return prose.ShellQuote(name + ";") // an empty header, in curl's spelling
		}
		return prose.ShellQuote(name + ": " + value)
	}
	if strings.IndexFunc(tokenEnv, notInName) >= 0 || tokenEnv == "" {
		tokenEnv = reports.TokenEnv
	}
	if strings.IndexFunc(strings.TrimSuffix(before, " "), prose.NeedsQuotes) < 0 {
		return `"` + name + ": " + before + "$" + tokenEnv + `"`
	}
	return prose.ShellQuote(name+": "+before) + `"$` + tokenEnv + `"`
}

// notInName is every character that the name of a variable cannot have.
func notInName(r rune) bool {
	return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}

func credential(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Authorization", "Proxy-Authorization", "X-Api-Key", "X-Auth-Token":
		return true
	}
	return false
}

// matters leaves out what curl sends by itself.
func matters(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Host", "Content-Length", "Connection", "Accept-Encoding", "Transfer-Encoding":
		return false
	}
	return true
}

// header looks a header up without regard to case.
func header(headers map[string]string, name string) string {
	for have, value := range headers {
		if strings.EqualFold(have, name) {
			return value
		}
	}
	return ""
}
