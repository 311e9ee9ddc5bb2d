package profile

import "time"

// Access says how to see whether a user can, or can no longer, get into the app itself. Only users that a run made are
// tried.
type Access struct {
	// Within is how long after a deactivation a user may still be in: 5 minutes unless stated.
	Within Duration `json:"within,omitzero"`
	// Probes are the ways in.
	Probes []Probe `json:"probes"`
}

// Probe is one way in: a session, an API token …
type Probe struct {
	Name string `json:"name"`
	// Group limits the probe to members of this pushed group, to which something opens.
	Group string `json:"group,omitempty"`
	// Get signs in as the user, or makes a token; what it gives is {{credential}} in Check. Without it nothing is got.
	Get *Call `json:"get,omitempty"`
	// Check tells whether the user is in.
	Check Call `json:"check"`
}

// Call is an HTTP request or a command. An answer 2xx, or exit status 0, means in; 3xx, 401, 403, 404 and 410, or exit
// status 1, mean out; anything else tells nothing.
type Call struct {
	HTTP *HTTPCall `json:"http,omitempty"`
	// Command is a program and its arguments; no shell sees it. It finds OKTASCIM_USER_NAME, OKTASCIM_EMAIL, OKTASCIM_ID,
	// OKTASCIM_PASSWORD and OKTASCIM_CREDENTIAL in its environment. That of Get prints the credential.
	Command []string `json:"command,omitempty"`
	// Shell is a line for sh -c with the same environment.
	Shell string `json:"shell,omitempty"`
}

// HTTPCall is a request. URL, Headers and Body may have {{userName}}, {{email}}, {{id}}, {{password}}, {{credential}} and
// {{env:NAME}}, an environment variable.
type HTTPCall struct {
	Method  string            `json:"method,omitempty"` // GET unless stated
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    string            `json:"body,omitempty"`
	// Take is where the answer of Get has the credential: a member of its JSON body such as data.token, cookie:NAME or
	// header:NAME.
	Take string `json:"take,omitempty"`
}

// Longest returns how long a user may be in after a deactivation.
func (a *Access) Longest() time.Duration {
	if a.Within.Duration == 0 {
		return 5 * time.Minute
	}
	return a.Within.Duration
}

// URLs are those of all HTTP calls.
func (a *Access) URLs() []string {
	var out []string
	if a == nil {
		return nil
	}
	for _, p := range a.Probes {
		for _, c := range []*Call{p.Get, &p.Check} {
			if c != nil && c.HTTP != nil {
				out = append(out, c.HTTP.URL)
			}
		}
	}
	return out
}
