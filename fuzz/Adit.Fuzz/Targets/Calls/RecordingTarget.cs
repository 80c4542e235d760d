using System.Globalization;
using System.Text;
using Adit.Protocols.Calls;
using Adit.Protocols.Calls.Recording;

namespace Adit.Fuzz.Targets.Calls;

/// <summary>Recordings written by anybody: what is none is refused, and what is one is replayed, twice to the same end, without a fault.</summary>
internal sealed class RecordingTarget : IFuzzTarget
{
    private const int MaxRepairs = 40;
    private const int LinesBefore = 2;

    public string Name => "recording";

    public IEnumerable<byte[]> Seeds => CallSeeds.Server.Select(script => Encoding.UTF8.GetBytes(new ServerCallTarget().Record(script)));

    /// <summary>Lines that are not understood any more are taken out, and the first two are those of a seed.</summary>
    public byte[] Repair(byte[] input)
    {
        var lines = Encoding.UTF8.GetString(input).Split('\n').ToList();
        for (var repairs = 0; repairs < MaxRepairs && !CallRecording.TryParse(string.Join('\n', lines), out _, out var fault); repairs++)
        {
            if (NumberIn(fault) is { } line && line > LinesBefore && line <= lines.Count)
                lines.RemoveAt(line - 1);
            else
                lines = [.. Header, .. lines.Skip(LinesBefore)];
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (!CallRecording.TryParse(Encoding.UTF8.GetString(input.Span), out var recording, out _))
            return false;

        var outcome = CallReplay.Run(recording);
        BrokenLawException.ThrowUnless(CallReplay.Run(recording) == outcome, "A replay has one end.");
        return true;
    }

    private static string[] Header =>
        ["adit-recording 1", $"options {new CallSettings(new(), CallSeeds.Options, new CallOptions { MaxEarlyPackets = 4, MaxQueuedMessages = 16 }).ToText()}"];

    private static int? NumberIn(string fault) =>
        fault.Split(' ') is ["line", var number, ..] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : null;
}
