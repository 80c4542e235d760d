using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Calls.Recording;

/// <summary>
/// What a server's call was told and what it said, read from lines. They may come from anybody: what is no recording is refused, and what
/// is one can be replayed without harm.
/// </summary>
public sealed class CallRecording
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int MaxLength = 1 << 20;

    private const int MaxLines = 20_000;
    private const int LinesBefore = 2;
    private const int MaxCertificates = 16;
    private const int MaxRandomLength = 64;

    private readonly List<CertificateHashes> _certificates = [];
    private readonly List<byte[]> _random = [];
    private readonly List<RecordedStep> _steps = [];

    private CallRecording(CallSettings settings) => Settings = settings;

    /// <summary>What the call was made with.</summary>
    public CallSettings Settings { get; }

    /// <summary>Whether it had more to say than there was room for: it says nothing of the call's end then.</summary>
    public bool IsCut { get; private set; }

    internal IReadOnlyList<CertificateHashes> Certificates => _certificates;

    internal IReadOnlyList<byte[]> Random => _random;

    internal IReadOnlyList<RecordedStep> Steps => _steps;

    /// <summary>Reads the text of a recorder; where it is none, <paramref name="fault"/> says which line is wrong.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CallRecording? recording, [NotNullWhen(false)] out string? fault)
    {
        recording = null;
        fault = $"longer than {MaxLength} characters or {MaxLines} lines";
        if (text.Length > MaxLength || text.AsSpan().Count('\n') > MaxLines)
            return false;

        var lines = text.TrimEnd('\n').Split('\n');
        fault = $"line 1 is not '{CallRecorder.FirstLine}', or line 2 not the options of a call";
        if (lines is not [CallRecorder.FirstLine, var options, ..] || options.Split(' ', 2) is not ["options", var json]
            || !CallSettings.TryParse(json, out var settings))
            return false;

        var read = new CallRecording(settings);
        fault = read.ReadAll(lines[LinesBefore..]);
        recording = fault is null ? read : null;
        return fault is null;
    }

    private Moment LastMoment { get; set; }

    private string? ReadAll(string[] lines)
    {
        var isOpened = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var (words, line) = (lines[i].Split(' ', 2), i + LinesBefore + 1);
            if (IsCut || !Read(line, words[0], words.Length > 1 ? words[1] : ""))
                return $"line {line} is not understood";
            if (words is not ["in", var input])
                continue;
            if (RecordedInput.IsOpening(input) == isOpened && (isOpened || RecordedInput.NeedsOpening(input)))
                return $"line {line} opens the call again, or comes before it is open";

            isOpened |= RecordedInput.IsOpening(input);
        }

        return null;
    }

    private bool Read(int line, string kind, string rest)
    {
        switch (kind)
        {
            case "certificate":
                return TryAddCertificate(rest.Split(' '));
            case "random" when RecordedText.TryReadBytes(rest, MaxRandomLength, out var bytes):
                _random.Add(bytes);
                return true;
            case "in" when RecordedInput.Parse(line, rest) is { } input && !(input.At < LastMoment):
                LastMoment = input.At;
                _steps.Add(input);
                return true;
            case "out":
                _steps.Add(new RecordedStep.Message(line, rest));
                return true;
            case "event":
                _steps.Add(new RecordedStep.Event(line, rest));
                return true;
            case CallRecorder.Cut:
                IsCut = true;
                return true;
            default:
                return false;
        }
    }

    private bool TryAddCertificate(string[] words)
    {
        if (words is not [var first, var second] || _certificates.Count == MaxCertificates
            || !RecordedText.TryReadBytes(first, SHA1.HashSizeInBytes, out var sha1) || sha1.Length != SHA1.HashSizeInBytes
            || !RecordedText.TryReadBytes(second, SHA256.HashSizeInBytes, out var sha256) || sha256.Length != SHA256.HashSizeInBytes)
            return false;

        _certificates.Add(new CertificateHashes(sha1, sha256));
        return true;
    }
}
