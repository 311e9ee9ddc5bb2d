// Package sarif writes a report as SARIF 2.1.0, for code scanning.
package sarif

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/internal/show"
	"github.com/oktascim/oktascim/reports/markdown"
)

const projectPage = "https://github.com/oktascim/oktascim"

// Write writes the report as SARIF 2.1.0 (OASIS), for code scanning: each
// check is a rule, and each that does not hold is a result. What gave no answer
// is a notification of the run. What passed is only counted: GitHub makes an
// alert of every result, whatever its kind.
//
// There is no line of source that is at fault, and GitHub takes no result
// without one, so every result points to the app profile.
func Write(w io.Writer, r *reports.Report) error {
	log := log{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs:    []run{runOf(r)},
	}
	return prose.WriteJSON(w, log)
}

func runOf(r *reports.Report) run {
	rules, at := rulesOf(r.Checks)
	run := run{
		Tool: tool{driver{Name: r.Tool.Name, Version: r.Tool.Version, InformationURI: projectPage, Rules: rules}},
		// The category of an upload, then what is unique: SARIF 3.17.3.
		AutomationDetails: identifier{strings.Join([]string{"oktascim", slug(r.Profile.Name), slug(r.RunID)}, "/")},
		Invocations: []invocation{{
			Successful:    r.Verdict != reports.Incomplete,
			ExitCode:      r.ExitCode(),
			Start:         r.Started.UTC().Format(time.RFC3339),
			End:           r.Started.Add(time.Duration(r.DurationMS * float64(time.Millisecond))).UTC().Format(time.RFC3339),
			Notifications: notifications(r),
		}},
		ColumnKind: "unicodeCodePoints",
		Results:    []result{},
		Properties: factsOf(r),
	}
	place, states := placeOf(r.Profile.File), statesOf(r.Baseline)
	for i := range r.Checks {
		if c := &r.Checks[i]; c.Outcome == reports.Fail || c.Outcome == reports.Warn || c.Outcome == reports.Known {
			result := resultOf(c, at[c.ID], place)
			if r.Baseline != nil {
				result.BaselineState = cmp.Or(states[c.Key()], "unchanged")
			}
			run.Results = append(run.Results, result)
		}
	}
	return run
}

// factsOf are what SARIF has no place for.
func factsOf(r *reports.Report) map[string]any {
	facts := map[string]any{
		"verdict": r.Verdict, "target": r.Target, "profile": r.Profile, "dialects": r.Dialects, "seed": r.Seed, "run_id": r.RunID,
		"strict": r.Strict, "summary": r.Summary, "requests": r.Requests, "duration_ms": r.DurationMS,
	}
	if r.Baseline != nil {
		facts["baseline"] = r.Baseline.Headline()
	}
	return facts
}

// rulesOf makes a rule of every check, once an id, and tells where it is.
func rulesOf(checks []reports.Check) (rules []rule, at map[string]int) {
	at = map[string]int{}
	rules = []rule{}
	for i := range checks {
		c := &checks[i]
		if _, known := at[c.ID]; known {
			continue
		}
		at[c.ID] = len(rules)
		level, severity := "error", "error"
		if c.Level == reports.Should {
			level, severity = "warning", "warning"
		}
		rules = append(rules, rule{
			ID: c.ID, Short: message{plain(cmp.Or(c.Title, c.ID), 1000)}, Full: message{plain(strings.TrimSpace(c.Title+". "+c.Why), 1000)},
			Help: helpOf(c), HelpURI: helpPage(c.Refs), Default: configuration{level},
			Properties: ruleFacts{[]string{"okta", "scim", c.Area, string(c.Level)}, "very-high", severity},
		})
	}
	return rules, at
}

func helpOf(c *reports.Check) multiformat {
	var text, md strings.Builder
	part := func(head, body string) {
		if body != "" {
			fmt.Fprintf(&text, "%s: %s\n", head, plain(body, 1000))
			fmt.Fprintf(&md, "**%s**: %s\n\n", head, markdown.Text(prose.Clipped(body, 1000)))
		}
	}
	part("Requirement", cmp.Or(c.Title, c.ID))
	part("Why it matters", c.Why)
	part("What an Okta admin would see", c.Symptom)
	for i, ref := range c.Refs {
		if i == 0 {
			text.WriteString("Sources:\n")
			md.WriteString("Sources:\n\n")
		}
		fmt.Fprintf(&text, "- %s\n", plain(ref, 300))
		fmt.Fprintf(&md, "- %s\n", markdown.Source(prose.Clipped(ref, 300)))
	}
	return multiformat{strings.TrimSpace(text.String()), strings.TrimSpace(md.String())}
}

// helpPage is the first address that the sources lead to.
func helpPage(refs []string) string {
	for _, ref := range refs {
		for _, part := range prose.Links(ref) {
			if part.Href != "" {
				return part.Href
			}
		}
	}
	return projectPage
}

func resultOf(c *reports.Check, rule int, place physical) result {
	level := "error"
	if c.Outcome == reports.Warn || c.Outcome == reports.Known && c.Level == reports.Should {
		level = "warning"
	}
	out := result{
		RuleID: c.ID, RuleIndex: rule, Level: level, Message: message{messageOf(c)},
		Locations:    []location{{Physical: place}},
		Fingerprints: fingerprints(c.Key()),
		Properties:   resultFacts{c.Outcome, c.Dialect, c.Subject, c.Problems[:min(len(c.Problems), 20)]},
	}
	if len(c.Problems) > 0 && c.Problems[0].At() != "" {
		out.Locations[0].Logical = []logical{{plain(c.Problems[0].At(), 300), "resource"}}
	}
	if c.Outcome == reports.Known {
		out.Suppressions = []suppression{{"external", "accepted", plain(c.Reason, 1000)}}
	}
	if len(c.Exchanges) > 0 {
		shown, _ := show.Shown(c.Exchanges)
		out.Request, out.Response = exchange(&c.Exchanges[shown])
	}
	return out
}

// statesOf say which results the baseline has not, or not in this way.
func statesOf(b *reports.Baseline) map[reports.Key]string {
	out := map[reports.Key]string{}
	if b == nil {
		return out
	}
	for state, list := range map[string][][]reports.Change{"new": {b.NewFailures, b.NewWarnings}, "updated": {b.Changed}} {
		for _, changes := range list {
			for _, c := range changes {
				out[c.Key()] = state
			}
		}
	}
	return out
}

// messageOf is what code scanning shows of a result.
func messageOf(c *reports.Check) string {
	title := c.Title
	if c.Dialect != "" || c.Subject != "" {
		title += " " + strings.TrimPrefix(c.Key().String(), c.ID+" ")
	}
	parts := []string{title + ": " + show.Message(c) + "."}
	if c.Symptom != "" {
		parts = append(parts, "In Okta: "+c.Symptom)
	}
	return plain(strings.Join(parts, "\n"), 4000)
}

// plain is a text without what a viewer would take for a link (3.11.6).
func plain(s string, most int) string {
	return strings.ReplaceAll(strings.Join(prose.CleanLines(prose.Clipped(s, most)), "\n"), "](", "] (")
}

// fingerprints let code scanning see the same result in the next run. All
// results have the same place, so the check must tell them apart.
func fingerprints(k reports.Key) map[string]string {
	sum := sha256.Sum256([]byte(k.ID + "\x00" + k.Dialect + "\x00" + k.Subject))
	print := hex.EncodeToString(sum[:8])
	return map[string]string{"oktascimCheck/v1": print, "primaryLocationLineHash": print + ":1"}
}

// placeOf is the app profile, as an address relative to the sources.
func placeOf(file string) physical {
	path := filepath.ToSlash(filepath.Clean(file))
	if file == "" {
		path = "oktascim.yaml"
	}
	if filepath.IsAbs(file) || strings.HasPrefix(path, "../") {
		path = path[strings.LastIndex(path, "/")+1:]
	}
	return physical{artifact{(&url.URL{Path: path}).String()}, region{1}}
}

// notifications are what gave no answer, by reason.
func notifications(r *reports.Report) []notification {
	out := []notification{}
	for _, g := range r.NotRun {
		level := "note"
		if g.Outcome == reports.Blocked || g.Outcome == reports.Lost {
			level = "warning"
			if r.Verdict == reports.Incomplete {
				level = "error"
			}
		}
		out = append(out, notification{
			Descriptor: identifier{string(g.Outcome)}, Level: level,
			Message:    message{plain(fmt.Sprintf("%s %s: %s", prose.Count(g.Count, "check"), prose.WordOf(g.Outcome, g.Count), g.Reason), 1000)},
			Properties: map[string]any{"checks": g.Checks},
		})
	}
	for _, w := range reports.BrokenWaivers(r.Waivers) {
		out = append(out, notification{Descriptor: identifier{"waiver"}, Level: "error",
			Message: message{plain(fmt.Sprintf("Waiver %s %s (%s)", w.Title(), w.Sentence(), w.At), 1000)}})
	}
	for _, n := range r.Notes {
		out = append(out, notification{Descriptor: identifier{"note"}, Level: "note", Message: message{plain(n, 1000)}})
	}
	return out
}

var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

// slug is a text as a part of an identifier.
func slug(s string) string {
	return cmp.Or(strings.Trim(notInSlug.ReplaceAllString(strings.ToLower(prose.Cut(s, 60)), "-"), "-"), "run")
}
