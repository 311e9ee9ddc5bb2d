package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// findChromium is the browser to test with: OKTASCIM_CHROMIUM, or what is in
// the PATH.
func findChromium() (string, error) {
	if path := os.Getenv("OKTASCIM_CHROMIUM"); path != "" {
		if _, err := os.Stat(path); err != nil {
			return "", fmt.Errorf("OKTASCIM_CHROMIUM: %w", err)
		}
		return path, nil
	}
	names := []string{"chromium", "chromium-browser", "google-chrome"}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("there is no Chromium: none of %s is in the PATH, and OKTASCIM_CHROMIUM is not set", strings.Join(names, ", "))
}

type browser struct{ ctx context.Context }

func startChromium(t *testing.T) *browser {
	t.Helper()
	path, err := findChromium()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err, "; the HTML pages are not tested")
	}
	allocator, freeAllocator := chromedp.NewExecAllocator(context.Background(),
		append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.WSURLReadTimeout(time.Minute))...)
	ctx, _ := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		limited, done := context.WithTimeout(ctx, 20*time.Second)
		defer done()
		if err := chromedp.Cancel(limited); err != nil {
			t.Logf("closing Chromium: %v", err)
		}
		freeAllocator()
	})
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("%s does not start: %v", path, err)
	}
	return &browser{ctx}
}

type tab struct {
	ctx context.Context
	url string

	mu       sync.Mutex
	console  []string // errors, warnings and exceptions
	requests []string
}

type view struct {
	width, height int64
	dark          bool
	withoutScript bool
	fragment      string
}

// open shows a page, which is written to a file of its own.
func (b *browser) open(t *testing.T, html []byte, v view) *tab {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, html, 0o600); err != nil {
		t.Fatal(err)
	}
	limited, done := context.WithTimeout(b.ctx, 90*time.Second) // a tab that hangs fails its test, not all
	ctx, closeTab := chromedp.NewContext(limited)
	t.Cleanup(func() { closeTab(); done() })
	p := &tab{ctx: ctx, url: "file://" + filepath.ToSlash(file)}
	if err := chromedp.Listen(ctx, p.listen); err != nil {
		t.Fatal(err)
	}
	if v.width == 0 {
		v.width, v.height = 1400, 900
	}
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	if err == nil { // each tab takes keys as if it were in front
		_, err = chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	}
	if err == nil && v.withoutScript {
		_, err = chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(v.width, v.height), chromedp.Navigate(p.url+v.fragment)); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *tab) listen(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *cdplog.EventEntryAdded:
		p.console = append(p.console, fmt.Sprint(e.Entry.Level, ": ", e.Entry.Text))
	case *runtime.EventExceptionThrown:
		p.console = append(p.console, fmt.Sprint("exception: ", e.ExceptionDetails.Text))
	case *runtime.EventConsoleAPICalled:
		p.console = append(p.console, fmt.Sprint("console.", e.Type))
	case *network.EventRequestWillBeSent:
		p.requests = append(p.requests, e.Request.URL)
	}
}

// quiet fails the test when the page wrote to the console or asked for more
// than itself.
func (p *tab) quiet(t *testing.T) {
	t.Helper()
	eval[bool](t, p, "true") // what came before is heard by now
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, line := range p.console {
		t.Errorf("console: %s", line)
	}
	for _, url := range p.requests {
		if !strings.HasPrefix(url, p.url) && !strings.HasPrefix(url, "data:image/svg+xml,") {
			t.Errorf("the page asked for %.200s", url)
		}
	}
}

func eval[T any](t *testing.T, p *tab, expression string) T {
	t.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}

func wait(t *testing.T, p *tab, expression string) {
	t.Helper()
	if _, err := chromedp.Run(p.ctx, chromedp.Poll[bool](expression, chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(30*time.Second))); err != nil {
		t.Fatalf("waiting for %s: %v", expression, err)
	}
}
