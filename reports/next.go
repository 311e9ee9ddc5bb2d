package reports

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// Step is something to do next: a sentence and, often, a command.
type Step struct{ Text, Command string }

// Next returns what to do next, fitted to the verdict and to what was found.
func (r *Report) Next(failed []Finding, causes []Cause) []Step {
	var out []Step
	if r.Summary.Lost > 0 {
		once := Step{fmt.Sprintf("%s gave no answer. Once more, one after the other:", prose.Count(r.Summary.Lost, "check")), r.command() + " --parallel 1"}
		if r.Command != "" {
			once = Step{fmt.Sprintf("%s gave no answer. Once more:", prose.Count(r.Summary.Lost, "check")), r.command()}
		}
		out = append(out, once)
	}
	switch r.Verdict {
	case DoesNotConform:
		if len(BrokenWaivers(r.Waivers)) > 0 {
			out = append(out, Step{Text: "Bring the file of waivers up to date, as said above."})
		}
		if len(failed) == 0 {
			break
		}
		id := prose.ShellQuote(prose.Clean(failed[0].ID))
		why := "What a check requires and why Okta needs it:"
		if len(causes) > 0 {
			why = fmt.Sprintf("To fix first, as %s depend on it: what it requires and why Okta needs it.", prose.Count(causes[0].Checks(), "check"))
		}
		out = append(out, Step{why, "oktascim explain " + id})
		out = append(out, r.hintSteps(causes)...)
		if r.Command != "" {
			out = append(out, Step{"After a fix, once more:", r.command()})
		} else {
			out = append(out, Step{"After a fix, that check alone, then all:", r.command() + " --check " + id})
		}
		if c := r.CleanUp; r.Command == "" && !r.Target.Embedded && c.Deactivated+c.Deleted+c.Purged > 0 {
			out = append(out, Step{"The curl lines meet a tenant that is cleaned up. To look at what a check made:", r.command() + " --check " + id + " --keep"})
		}
		if r.Target.Embedded {
			out = append(out, Step{"The embedded provider has ended. For the curl lines, start one that stays:", "oktascim serve"})
		}
	case Incomplete:
		if r.Summary.Blocked > 0 {
			out = append(out, Step{Text: "Blocked checks need a set-up that failed. Repair what the reasons above name, then run again."})
		}
		if r.Summary.Pass+r.Summary.Warn+r.Summary.Known == 0 {
			out = append(out, Step{Text: "No check gave an answer, so nothing is known about the target. Look at the dialects and actions in the app profile."})
		}
	case ConformsWithWarnings:
		if r.Summary.Warn > 0 && r.Command == "" && r.Selection == nil && r.Shard == nil {
			text := "Okta works with this target. To hold it to the warnings too:"
			if r.Summary.Known > 0 {
				text = "Nothing failed but what is known. To hold the target to the warnings too:"
			}
			out = append(out, Step{text, r.command() + " --strict"})
		}
		out = append(out, r.onwards()...)
	default:
		out = append(out, r.onwards()...)
	}
	return out
}

func (r *Report) onwards() []Step {
	if r.Command != "" {
		if r.Onwards[0] == "" {
			return nil
		}
		return []Step{{r.Onwards[0], r.Onwards[1]}}
	}
	switch {
	case r.Shard != nil:
		return []Step{{"This is one part of a run. Its parts together, from the JSON report of each:", "oktascim report merge shard-*.json"}}
	case r.Selection != nil:
		return []Step{{"That holds. Now all checks:", r.command()}}
	}
	if r.Target.Embedded {
		return []Step{{"That was the reference provider. Now your own, with the token in " + TokenEnv + ":",
			"oktascim run --base-url https://app.example.com/scim/v2"}}
	}
	return []Step{{"Keep it so: the same in every build of the target.", r.command() + " --report junit=oktascim.xml"}}
}

func (r *Report) command() string {
	command := "oktascim run"
	if r.Command != "" {
		command = r.Command
	}
	// The target of `org audit` is the org, which its command names already.
	if address := prose.ShellQuote(r.Target.BaseURL); !r.Target.Embedded && r.Target.BaseURL != "" && !strings.Contains(command, address) {
		command += " --base-url " + address
	}
	if r.Profile.File != "" {
		command += " --profile " + prose.ShellQuote(r.Profile.File)
	}
	return command
}

// hint is what to do where a cause may be no defect of the app: the run was told
// to expect what the app does not do.
type hint struct {
	operation string         // "PATCH /Groups/{id}"
	answer    *regexp.Regexp // the actual of its problem
	oin       bool           // only where the run spoke that dialect
	text      string
	flag      string // added to the command
}

// notThere are the answers of an app that does not have an operation.
var notThere = regexp.MustCompile(`^(404|405|501) `)

func hints() []hint {
	const noPatch = "Okta sends PATCH to apps of its catalog only. If yours was made with the App Integration Wizard, test it as such:"
	return []hint{
		{operation: "POST /Groups", answer: notThere,
			text: "If the app has no groups, leave push-groups out of okta.actions in the app profile: then nothing of them is checked."},
		{operation: "PATCH /Groups/{id}", answer: notThere, oin: true, text: noPatch, flag: " --dialect aiw"},
		{operation: "PATCH /Users/{id}", answer: notThere, oin: true, text: noPatch, flag: " --dialect aiw"},
		{operation: "POST /Users", answer: regexp.MustCompile(`(?i)^(4[01]\d|422) .*\b(seats?|licen[sc]es?|quota|user limit|limit of users|limit reached|too many users)\b`),
			text: "If the tenant allows only so many active users, state how many in the app profile (seats.limit): the run then keeps within, and checks what happens at the limit."},
	}
}

// hintSteps are those that fit the causes, each once.
func (r *Report) hintSteps(causes []Cause) []Step {
	var out []Step
	for _, c := range causes {
		for _, h := range hints() {
			p := c.Problem
			fits := p.Operation == h.operation && p.Place == "status" && p.Part == "" && h.answer.MatchString(p.Actual)
			if !fits || h.oin && !slices.Contains(r.Dialects, "oin") {
				continue
			}
			s := Step{Text: h.text}
			if h.flag != "" {
				s.Command = r.command() + h.flag
			}
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}
