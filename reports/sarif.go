package reports

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

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// projectPage is where the tool is described.
const projectPage = "https://github.com/oktascim/oktascim"

// WriteSARIF writes the report as SARIF 2.1.0 (OASIS), for code scanning: each
// check is a rule, and each that does not hold is a result. What gave no answer
// is a notification of the run. What passed is only counted: GitHub makes an
// alert of every result, whatever its kind.
//
// There is no line of source that is at fault, and GitHub takes no result
// without one, so every result points to the app profile.
func WriteSARIF(w io.Writer, r *Report) error {
	log := sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{sarifRunOf(r)},
	}
	text, err := prose.IndentJSON(log, "")
	if err != nil {
		return err
	}
	_, err = w.Write(append(prose.EscapeHidden(text), '\n'))
	return err
}

func sarifRunOf(r *Report) sarifRun {
	rules, at := sarifRules(r.Checks)
	run := sarifRun{
		Tool: sarifTool{sarifDriver{Name: r.Tool.Name, Version: r.Tool.Version, InformationURI: projectPage, Rules: rules}},
		// The category of an upload, then what is unique: SARIF 3.17.3.
		AutomationDetails: sarifID{strings.Join([]string{"oktascim", slug(r.Profile.Name), slug(r.RunID)}, "/")},
		Invocations: []sarifInvocation{{
			Successful:    r.Verdict != Incomplete,
			ExitCode:      r.ExitCode(),
			Start:         r.Started.UTC().Format(time.RFC3339),
			End:           r.Started.Add(time.Duration(r.DurationMS * float64(time.Millisecond))).UTC().Format(time.RFC3339),
			Notifications: sarifNotifications(r),
		}},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
		Properties: sarifRunFacts(r),
	}
	place, states := sarifPlace(r.Profile.File), sarifStates(r.Baseline)
	for i := range r.Checks {
		if c := &r.Checks[i]; c.Outcome == Fail || c.Outcome == Warn || c.Outcome == Known {
			result := sarifResultOf(c, at[c.ID], place)
			if r.Baseline != nil {
				result.BaselineState = cmp.Or(states[c.Key()], "unchanged")
			}
			run.Results = append(run.Results, result)
		}
	}
	return run
}

// sarifRunFacts are what SARIF has no place for.
func sarifRunFacts(r *Report) map[string]any {
	facts := map[string]any{
		"verdict": r.Verdict, "target": r.Target, "profile": r.Profile, "dialects": r.Dialects, "seed": r.Seed, "run_id": r.RunID,
		"strict": r.Strict, "summary": r.Summary, "requests": r.Requests, "duration_ms": r.DurationMS,
	}
	if r.Baseline != nil {
		facts["baseline"] = r.Baseline.Headline()
	}
	return facts
}

// sarifRules makes a rule of every check, once an id, and tells where it is.
func sarifRules(checks []Check) (rules []sarifRule, at map[string]int) {
	at = map[string]int{}
	rules = []sarifRule{}
	for i := range checks {
		c := &checks[i]
		if _, known := at[c.ID]; known {
			continue
		}
		at[c.ID] = len(rules)
		level, severity := "error", "error"
		if c.Level == Should {
			level, severity = "warning", "warning"
		}
		rules = append(rules, sarifRule{
			ID: c.ID, Short: sarifText{sarifPlain(cmp.Or(c.Title, c.ID), 1000)}, Full: sarifText{sarifPlain(strings.TrimSpace(c.Title+". "+c.Why), 1000)},
			Help: sarifHelp(c), HelpURI: helpPage(c.Refs), Default: sarifLevel{level},
			Properties: sarifRuleFacts{[]string{"okta", "scim", c.Area, string(c.Level)}, "very-high", severity},
		})
	}
	return rules, at
}

func sarifHelp(c *Check) sarifMarkdown {
	var text, md strings.Builder
	part := func(head, body string) {
		if body != "" {
			fmt.Fprintf(&text, "%s: %s\n", head, sarifPlain(body, 1000))
			fmt.Fprintf(&md, "**%s**: %s\n\n", head, mdText(prose.Clipped(body, 1000)))
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
		fmt.Fprintf(&text, "- %s\n", sarifPlain(ref, 300))
		fmt.Fprintf(&md, "- %s\n", mdSource(prose.Clipped(ref, 300)))
	}
	return sarifMarkdown{strings.TrimSpace(text.String()), strings.TrimSpace(md.String())}
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

func sarifResultOf(c *Check, rule int, place sarifPhysical) sarifResult {
	level := "error"
	if c.Outcome == Warn || c.Outcome == Known && c.Level == Should {
		level = "warning"
	}
	out := sarifResult{
		RuleID: c.ID, RuleIndex: rule, Level: level, Message: sarifText{sarifMessage(c)},
		Locations:    []sarifLocation{{Physical: place}},
		Fingerprints: sarifFingerprints(c.Key()),
		Properties:   sarifResultFacts{c.Outcome, c.Dialect, c.Subject, c.Problems[:min(len(c.Problems), 20)]},
	}
	if len(c.Problems) > 0 && c.Problems[0].At != "" {
		out.Locations[0].Logical = []sarifLogical{{sarifPlain(c.Problems[0].At, 300), "resource"}}
	}
	if c.Outcome == Known {
		out.Suppressions = []sarifSuppression{{"external", "accepted", sarifPlain(c.Reason, 1000)}}
	}
	if len(c.Exchanges) > 0 {
		shown, _ := shownExchange(c.Exchanges)
		out.Request, out.Response = sarifExchange(&c.Exchanges[shown])
	}
	return out
}

// sarifStates say which results the baseline has not, or not in this way.
func sarifStates(b *Baseline) map[Key]string {
	out := map[Key]string{}
	if b == nil {
		return out
	}
	for state, list := range map[string][][]Change{"new": {b.NewFailures, b.NewWarnings}, "updated": {b.Changed}} {
		for _, changes := range list {
			for _, c := range changes {
				out[c.Key()] = state
			}
		}
	}
	return out
}

// sarifMessage is what code scanning shows of a result.
func sarifMessage(c *Check) string {
	title := c.Title
	if c.Dialect != "" || c.Subject != "" {
		title += " " + strings.TrimPrefix(c.Key().String(), c.ID+" ")
	}
	parts := []string{title + ": " + failureMessage(c) + "."}
	if c.Symptom != "" {
		parts = append(parts, "In Okta: "+c.Symptom)
	}
	return sarifPlain(strings.Join(parts, "\n"), 4000)
}

// sarifPlain is a text without what a viewer would take for a link (3.11.6).
func sarifPlain(s string, most int) string {
	return strings.ReplaceAll(strings.Join(prose.CleanLines(prose.Clipped(s, most)), "\n"), "](", "] (")
}

// sarifFingerprints let code scanning see the same result in the next run. All
// results have the same place, so the check must tell them apart.
func sarifFingerprints(k Key) map[string]string {
	sum := sha256.Sum256([]byte(k.ID + "\x00" + k.Dialect + "\x00" + k.Subject))
	print := hex.EncodeToString(sum[:8])
	return map[string]string{"oktascimCheck/v1": print, "primaryLocationLineHash": print + ":1"}
}

// sarifPlace is the app profile, as an address relative to the sources.
func sarifPlace(file string) sarifPhysical {
	path := filepath.ToSlash(filepath.Clean(file))
	if file == "" {
		path = "oktascim.yaml"
	}
	if filepath.IsAbs(file) || strings.HasPrefix(path, "../") {
		path = path[strings.LastIndex(path, "/")+1:]
	}
	return sarifPhysical{sarifArtifact{(&url.URL{Path: path}).String()}, sarifRegion{1}}
}

// sarifNotifications are what gave no answer, by reason.
func sarifNotifications(r *Report) []sarifNotification {
	out := []sarifNotification{}
	for _, g := range r.NotRun {
		level := "note"
		if g.Outcome == Blocked || g.Outcome == Lost {
			level = "warning"
			if r.Verdict == Incomplete {
				level = "error"
			}
		}
		out = append(out, sarifNotification{
			Descriptor: sarifID{string(g.Outcome)}, Level: level,
			Message:    sarifText{sarifPlain(fmt.Sprintf("%s %s: %s", prose.Count(g.Count, "check"), prose.WordOf(g.Outcome, g.Count), g.Reason), 1000)},
			Properties: map[string]any{"checks": g.Checks},
		})
	}
	for _, w := range BrokenWaivers(r.Waivers) {
		out = append(out, sarifNotification{Descriptor: sarifID{"waiver"}, Level: "error",
			Message: sarifText{sarifPlain(fmt.Sprintf("Waiver %s %s (%s)", w.Title(), w.Sentence(), w.At), 1000)}})
	}
	for _, n := range r.Notes {
		out = append(out, sarifNotification{Descriptor: sarifID{"note"}, Level: "note", Message: sarifText{sarifPlain(n, 1000)}})
	}
	return out
}

var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

// slug is a text as a part of an identifier.
func slug(s string) string {
	return cmp.Or(strings.Trim(notInSlug.ReplaceAllString(strings.ToLower(prose.Cut(s, 60)), "-"), "-"), "run")
}
