using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Adit.Interop.Relay;

/// <summary>eapol_test as a process of ours. It shows what it derives.</summary>
internal sealed partial class HostapPeer : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private HostapPeer(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
    }

    /// <summary>Everything it has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts it for a network in wpa_supplicant's words. The keys do not come from the server, but are what we want of it.</summary>
    public static HostapPeer Start(string networkFile, int port)
    {
        string[] arguments = ["-n", "-c", networkFile, "-a", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-s", RadiusSide.Secret, "-t", "40"];
        return new HostapPeer(new Process { StartInfo = new ProcessStartInfo("eapol_test", arguments) { RedirectStandardOutput = true, UseShellExecute = false } });
    }

    /// <summary>Waits for its end, and gives the Master Session Key; null where it has none.</summary>
    public async Task<byte[]?> FinishAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken); // and for the last of its output
        var derived = DerivedKey().Matches(Output);
        return derived.Count == 0 ? null : Convert.FromHexString(derived[^1].Groups["key"].Value.Replace(" ", "", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    [GeneratedRegex("Derived key - hexdump\\(len=64\\):(?<key>(?: [0-9a-f]{2}){64})", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DerivedKey();

    private void Append(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
