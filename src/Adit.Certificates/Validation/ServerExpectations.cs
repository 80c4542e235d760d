using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Adit.Certificates.Names;

namespace Adit.Certificates.Validation;

/// <summary>
/// What a client wants of its server beyond a certificate that holds: to be called in a certain way, and to stand below a certain
/// authority. Empty lists want nothing.
/// </summary>
public sealed class ServerExpectations
{
    private const int MaxPatternLength = 1000;

    private readonly IReadOnlyList<(string Text, Func<string, bool> Matches)> _names;
    private readonly IReadOnlyList<string> _pins;

    private ServerExpectations(IReadOnlyList<(string Text, Func<string, bool> Matches)> names, IReadOnlyList<string> pins) => (_names, _pins) = (names, pins);

    /// <summary>Nothing.</summary>
    public static ServerExpectations None { get; } = new([], []);

    /// <summary>Reads them; throws <see cref="FormatException"/> with what is wrong.</summary>
    /// <param name="names">
    /// Names, of which the certificate must bear one. As in Windows' list of server names, several in one text are divided by semicolons, and one with a
    /// star is a regular expression for a whole name; beyond that, <c>*.example.org</c> is the wildcard of certificates. Case does not count.
    /// </param>
    /// <param name="pins">SHA-256 fingerprints in hex, with or without colons, of which one certificate of the chain must have one.</param>
    /// <param name="takesSha1">Whether a pin may be a SHA-1 fingerprint, too, as in Windows' profiles.</param>
    public static ServerExpectations Read(IEnumerable<string> names, IEnumerable<string> pins, bool takesSha1 = false)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(pins);
        var patterns = names.SelectMany(text => text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return new ServerExpectations([.. patterns.Select(text => (text, ReadName(text)))], [.. pins.Select(pin => ReadPin(pin, takesSha1))]);
    }

    /// <summary>What is not as it should be.</summary>
    /// <param name="borne">The names that the certificate bears.</param>
    /// <param name="chain">The DER of the certificates up to the trusted one.</param>
    internal IEnumerable<CertificateFailure> FindUnmet(IReadOnlyList<string> borne, IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        if (_pins.Count > 0 && !chain.Any(IsPinned))
            yield return new CertificateFailure.NotPinned([.. chain.Select(certificate => Convert.ToHexString(SHA256.HashData(certificate.Span)))]);
        if (_names.Count > 0 && !borne.Any(name => _names.Any(pattern => pattern.Matches(name))))
            yield return new CertificateFailure.NameNotListed([.. _names.Select(pattern => pattern.Text)], borne);
    }

    private bool IsPinned(ReadOnlyMemory<byte> certificate) =>
        _pins.Contains(Convert.ToHexString(SHA256.HashData(certificate.Span))) || _pins.Contains(Convert.ToHexString(SHA1.HashData(certificate.Span)));

    private static Func<string, bool> ReadName(string text)
    {
        if (text.Length > MaxPatternLength)
            throw new FormatException($"A server name has at most {MaxPatternLength} characters.");
        if (ServerName.TryParse(text, out var name) && name is not null)
            return borne => PresentedNames.Matches(name.ToString()!, borne.ToLowerInvariant()) || borne.Equals(name.ToString(), StringComparison.OrdinalIgnoreCase);
        if (!text.Contains('*', StringComparison.Ordinal))
            return borne => borne.Equals(text, StringComparison.OrdinalIgnoreCase);

        try
        {
            var pattern = new Regex($@"\A(?:{text})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            return pattern.IsMatch;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"'{text}' is neither a name nor a regular expression: {e.Message}", e);
        }
    }

    private static string ReadPin(string text, bool takesSha1)
    {
        var hex = text.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();
        var isLong = hex.Length == 2 * SHA256.HashSizeInBytes || (takesSha1 && hex.Length == 2 * SHA1.HashSizeInBytes);
        return isLong && hex.All(char.IsAsciiHexDigit)
            ? hex
            : throw new FormatException($"'{text}' is no SHA-256 fingerprint, which has 64 hexadecimal digits.");
    }
}
