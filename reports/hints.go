package reports

import (
	"regexp"
	"slices"
)

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
func (r *Report) hintSteps(causes []rootCause) []step {
	var out []step
	for _, c := range causes {
		for _, h := range hints() {
			p := c.Problem
			fits := p.Operation == h.operation && p.Place == "status" && p.Part == "" && h.answer.MatchString(p.Actual)
			if !fits || h.oin && !slices.Contains(r.Dialects, "oin") {
				continue
			}
			s := step{Text: h.text}
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
