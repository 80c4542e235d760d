using System.Globalization;

namespace Adit.Protocols.Calls.Recording;

/// <summary>The words of a recording's lines: none holds a space, and what a peer said cannot look like anything else.</summary>
internal static class RecordedText
{
    /// <summary>What stands for nothing.</summary>
    public const string None = "-";

    private const int MaxTextLength = 256;
    private const int MaxCodeLength = 32;

    public static string Of(string text) => text.Length == 0 ? None : Uri.EscapeDataString(text[..Math.Min(text.Length, MaxTextLength)]);

    public static string Of(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? None : Convert.ToHexString(bytes).ToLowerInvariant();

    public static string Of(TimeSpan? span) => span is { } value ? Of(value.Ticks) : None;

    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Of(Failure? failure) => failure is null ? None : Of(failure.Code);

    public static string ReadText(string word) => word == None ? string.Empty : Uri.UnescapeDataString(word);

    public static bool TryReadBytes(string word, int maxLength, out byte[] bytes)
    {
        bytes = word == None ? [] : new byte[word.Length / 2];
        return word == None
            || (word.Length % 2 == 0 && bytes.Length <= maxLength
                && Convert.FromHexString(word, bytes, out _, out _) is System.Buffers.OperationStatus.Done);
    }

    public static bool TryReadNumber(string word, long most, out long number) =>
        long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most;

    public static bool TryReadSpan(string word, long most, out TimeSpan? span)
    {
        var isNumber = TryReadNumber(word, most, out var ticks);
        span = isNumber ? new TimeSpan(ticks) : null;
        return isNumber || word == None;
    }

    /// <summary>A failure's code alone is kept; its facts are in the attempt's record.</summary>
    public static bool TryReadFailure(string word, out Failure? failure)
    {
        failure = word == None ? null : new RecordedFailure(word);
        return word == None || (word.Length <= MaxCodeLength && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-'));
    }
}

/// <summary>A failure that the core was told of, or that its owner decided on: no more of it than its code.</summary>
internal sealed record RecordedFailure(string Code) : Failure(Code);
