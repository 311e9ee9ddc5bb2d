// Package access has the checks of what begins and ends with an account: whether a user gets into the app itself. The app
// profile says how to see that (access.probes); only users that the run made are tried.
package access

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"time"

	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/profile"
)

// state is what a probe says about a user.
type state string

const (
	in      state = "in"
	out     state = "out"
	unknown state = "neither in nor out"
	missing state = "not offered" // by an app without this way in
)

// Bounds of one call.
const (
	callTime   = 30 * time.Second
	callOutput = 64 << 10
)

// trial is a probe for one user.
type trial struct {
	*kit.T
	profile.Probe
	person     kit.Person
	credential string
}

// verdict is what a call came to, in words that hold no secret.
type verdict struct {
	state  state
	detail string
	output string // of a Get
}

// get signs in, or makes a token.
func (p *trial) get() verdict {
	if p.Get == nil {
		return verdict{state: in}
	}
	v := p.call(p.Get)
	if v.state == in {
		if p.credential = v.output; p.credential == "" {
			return verdict{state: unknown, detail: "no credential in the answer"}
		}
		p.Env().Redactor.Add(p.credential)
	}
	return v
}

func (p *trial) check() verdict { return p.call(&p.Check) }

func (p *trial) call(c *profile.Call) verdict {
	ctx, cancel := context.WithTimeout(p.T, callTime)
	defer cancel()
	switch {
	case c.HTTP != nil:
		return p.request(ctx, c.HTTP)
	case c.Shell != "":
		return p.command(ctx, "sh", "-c", c.Shell)
	}
	return p.command(ctx, c.Command[0], c.Command[1:]...)
}

// values are what placeholders and variables stand for.
func (p *trial) values() map[string]string {
	return map[string]string{"userName": p.person.Sent.UserName, "email": p.person.Sent.Email, "id": p.person.ID,
		"password": p.person.Sent.Password, "credential": p.credential}
}

var placeholder = regexp.MustCompile(`\{\{(env:)?(\w+)\}\}`)

// fill puts values in the place of placeholders. escape writes them as the text around needs it.
func (p *trial) fill(text string, escape func(string) string) string {
	values := p.values()
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		name := placeholder.FindStringSubmatch(found)
		if name[1] == "" {
			return escape(values[name[2]])
		}
		value, set := os.LookupEnv(name[2])
		if !set {
			p.Block("access.probes: the environment variable %s is not set", name[2])
		}
		p.Env().Redactor.Add(value)
		return escape(value)
	})
}

func (p *trial) request(ctx context.Context, c *profile.HTTPCall) verdict {
	plain := func(s string) string { return s }
	inBody := plain
	if text := strings.TrimSpace(c.Body); text != "" && strings.ContainsAny(text[:1], "{[") {
		inBody = func(s string) string { quoted, _ := json.Marshal(s); return strings.Trim(string(quoted), `"`) }
	}
	method := c.Method
	if method == "" {
		method = http.MethodGet
	}
	request, err := http.NewRequestWithContext(ctx, method, p.fill(c.URL, url.QueryEscape), strings.NewReader(p.fill(c.Body, inBody)))
	if err != nil {
		return verdict{state: unknown, detail: "the request cannot be made"}
	}
	for name, value := range c.Headers {
		request.Header.Set(name, p.fill(value, plain))
	}
	answer, err := p.Record(p.Env().Transport).RoundTrip(request)
	if err != nil {
		return verdict{state: unknown, detail: "no answer: " + p.Env().Redactor.Text(err.Error())}
	}
	defer answer.Body.Close()
	v := verdict{state: unknown, detail: fmt.Sprintf("%s %s answered %d", method, request.URL.Path, answer.StatusCode)}
	switch status := answer.StatusCode; {
	case status/100 == 2:
		v.state = in
		if c.Take != "" {
			body, _ := io.ReadAll(io.LimitReader(answer.Body, callOutput))
			v.output = taken(c.Take, answer, body)
		}
	case status == http.StatusNotImplemented, status == http.StatusNotFound && c.Take != "":
		v.state = missing
	case status/100 == 3, status == 401, status == 403, status == 404, status == 410:
		v.state = out
	}
	return v
}

// taken reads the credential from an answer.
func taken(where string, answer *http.Response, body []byte) string {
	kind, name, named := strings.Cut(where, ":")
	switch {
	case named && kind == "header":
		return answer.Header.Get(name)
	case named && kind == "cookie":
		for _, c := range answer.Cookies() {
			if c.Name == name {
				return c.Value
			}
		}
		return ""
	}
	var value any
	if json.Unmarshal(body, &value) != nil {
		return ""
	}
	for name := range strings.SplitSeq(where, ".") {
		o, _ := value.(map[string]any)
		value = o[name]
	}
	text, _ := value.(string)
	return text
}

// command runs a program: no shell unless the profile says so, no secrets of the run in its environment but those of the
// user.
func (p *trial) command(ctx context.Context, name string, args ...string) verdict {
	c := exec.CommandContext(ctx, name, args...)
	c.WaitDelay = time.Second
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
	for variable, key := range map[string]string{"USER_NAME": "userName", "EMAIL": "email", "ID": "id", "PASSWORD": "password",
		"CREDENTIAL": "credential"} {
		c.Env = append(c.Env, "OKTASCIM_"+variable+"="+p.values()[key])
	}
	var output bytes.Buffer
	c.Stdout = &limited{&output, callOutput}
	err := c.Run()
	v := verdict{state: in, detail: name + " ended with status 0", output: strings.TrimSpace(output.String())}
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && exit.ExitCode() == 1:
		v = verdict{state: out, detail: name + " ended with status 1"}
	case err != nil:
		v = verdict{state: unknown, detail: name + ": " + p.Env().Redactor.Text(err.Error())}
	}
	return v
}

// limited drops what is beyond a number of bytes.
type limited struct {
	w    io.Writer
	left int
}

func (l *limited) Write(b []byte) (int, error) {
	n := min(len(b), l.left)
	l.left -= n
	if _, err := l.w.Write(b[:n]); err != nil {
		return 0, err
	}
	return len(b), nil
}
