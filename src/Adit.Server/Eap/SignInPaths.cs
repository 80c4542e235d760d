using System.Security.Cryptography;

namespace Adit.Server.Eap;

/// <summary>
/// Which authorities stood above each certificate that has signed in: whoever distrusts one of them means the sessions below it, too. Any
/// thread may call.
/// </summary>
internal sealed class SignInPaths
{
    /// <summary>More than the sessions that a gateway carries; of more certificates, the oldest are forgotten.</summary>
    internal const int Capacity = 65_536;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, IReadOnlyList<string>> _above = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _authorities = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Remembers a path that was accepted: the DER of the certificate itself first, the trusted one last.</summary>
    public void Remember(IReadOnlyList<ReadOnlyMemory<byte>> path)
    {
        var fingerprints = path.Select(der => Convert.ToHexString(SHA256.HashData(der.Span))).ToList();
        lock (_gate)
        {
            if (!_above.ContainsKey(fingerprints[0]))
                _order.Enqueue(fingerprints[0]);
            _above[fingerprints[0]] = [.. fingerprints.Skip(1).Select(Shared)];
            while (_order.Count > Capacity)
                _above.Remove(_order.Dequeue());
        }
    }

    /// <summary>Whether one of these, given by SHA-256, is the certificate itself or stood above it.</summary>
    public bool Meets(string fingerprint, IReadOnlySet<string> any)
    {
        lock (_gate)
            return any.Contains(fingerprint) || (_above.TryGetValue(fingerprint, out var above) && above.Any(any.Contains));
    }

    /// <summary>Thousands of certificates have few authorities; a text of each is enough.</summary>
    private string Shared(string authority)
    {
        if (_authorities.TryGetValue(authority, out var known))
            return known;
        if (_authorities.Count > Capacity)
            _authorities.Clear();
        return _authorities[authority] = authority;
    }
}
