package reports

import (
	"fmt"
	"strings"
)

// step is something to do next: a sentence and, often, a command.
type step struct{ Text, Command string }

// next writes what to do now.
func (p *page) next(r *Report, failed []finding, causes []rootCause) {
	steps := r.steps(failed, causes)
	if len(steps) == 0 {
		return
	}
	p.gap()
	p.line("%s", p.bold("Next"))
	for _, s := range steps {
		p.para("  ", "  ", s.Text, same)
		if s.Command != "" {
			p.line("    %s", p.note(s.Command))
		}
	}
}

// steps are fitted to the verdict and to what was found.
func (r *Report) steps(failed []finding, causes []rootCause) []step {
	var out []step
	if r.Summary.Lost > 0 {
		once := step{fmt.Sprintf("%s gave no answer. Once more, one after the other:", count(r.Summary.Lost, "check")), r.command() + " --procs 1"}
		if r.Command != "" {
			once = step{fmt.Sprintf("%s gave no answer. Once more:", count(r.Summary.Lost, "check")), r.command()}
		}
		out = append(out, once)
	}
	switch r.Verdict {
	case DoesNotConform:
		if len(brokenWaivers(r.Waivers)) > 0 {
			out = append(out, step{Text: "Bring the file of waivers up to date, as said above."})
		}
		if len(failed) == 0 {
			break
		}
		id := shellQuote(clean(failed[0].ID))
		why := "What a check requires and why Okta needs it:"
		if len(causes) > 0 {
			why = fmt.Sprintf("To fix first, as %s depend on it: what it requires and why Okta needs it.", count(causes[0].Checks(), "check"))
		}
		out = append(out, step{why, "oktascim explain " + id})
		out = append(out, r.hintSteps(causes)...)
		if r.Command != "" {
			out = append(out, step{"After a fix, once more:", r.command()})
		} else {
			out = append(out, step{"After a fix, that check alone, then all:", r.command() + " --check " + id})
		}
		if c := r.CleanUp; r.Command == "" && !r.Target.Embedded && c.Deactivated+c.Deleted+c.Purged > 0 {
			out = append(out, step{"The curl lines meet a tenant that is cleaned up. To look at what a check made:", r.command() + " --check " + id + " --keep"})
		}
		if r.Target.Embedded {
			out = append(out, step{"The embedded provider has ended. For the curl lines, start one that stays:", "oktascim serve"})
		}
	case Incomplete:
		if r.Summary.Blocked > 0 {
			out = append(out, step{Text: "Blocked checks need a set-up that failed. Repair what the reasons above name, then run again."})
		}
		if r.Summary.Pass+r.Summary.Warn+r.Summary.Known == 0 {
			out = append(out, step{Text: "No check gave an answer, so nothing is known about the target. Look at the dialects and actions in the app profile."})
		}
	case ConformsWithWarnings:
		if r.Summary.Warn > 0 && r.Command == "" && r.Selection == nil && r.Shard == nil {
			text := "Okta works with this target. To hold it to the warnings too:"
			if r.Summary.Known > 0 {
				text = "Nothing failed but what is known. To hold the target to the warnings too:"
			}
			out = append(out, step{text, r.command() + " --strict"})
		}
		out = append(out, r.onwards()...)
	default:
		out = append(out, r.onwards()...)
	}
	return out
}

// onwards is what follows a success.
func (r *Report) onwards() []step {
	if r.Command != "" {
		if r.Onwards[0] == "" {
			return nil
		}
		return []step{{r.Onwards[0], r.Onwards[1]}}
	}
	switch {
	case r.Shard != nil:
		return []step{{"This is one part of a run. Its parts together, from the JSON report of each:", "oktascim report merge shard-*.json"}}
	case r.Selection != nil:
		return []step{{"That holds. Now all checks:", r.command()}}
	}
	if r.Target.Embedded {
		return []step{{"That was the reference provider. Now your own, with the token in " + TokenEnv + ":",
			"oktascim run --base-url https://app.example.com/scim/v2"}}
	}
	return []step{{"Keep it so: the same in every build of the target.", r.command() + " --report junit=oktascim.xml"}}
}

// command is the command for the same target and profile.
func (r *Report) command() string {
	command := "oktascim run"
	if r.Command != "" {
		command = r.Command
	}
	// The target of `org audit` is the org, which its command names already.
	if address := shellQuote(r.Target.BaseURL); !r.Target.Embedded && r.Target.BaseURL != "" && !strings.Contains(command, address) {
		command += " --base-url " + address
	}
	if r.Profile.File != "" {
		command += " --profile " + shellQuote(r.Profile.File)
	}
	return command
}
