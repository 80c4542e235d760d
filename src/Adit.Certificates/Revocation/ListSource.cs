using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Revocation;

/// <summary>Gets lists that are verified and hold: from memory, from disk, from where they are published.</summary>
internal sealed class ListSource(IRevocationFetcher fetcher, RevocationCache cache, RevocationFolder? folder, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Origin> _origins = new(StringComparer.Ordinal);

    public Task<Obtained<ListStatement>> GetAsync(string address, X509Certificate2 issuer, CancellationToken cancellation)
    {
        var origin = new Origin(address, issuer.RawData);
        var key = $"{address} {issuer.GetCertHashString(HashAlgorithmName.SHA256)}";
        return cache.GetAsync(key, () => LoadAsync(key, origin), cancellation);
    }

    /// <summary>Fetches anew what is in use and nears its end.</summary>
    /// <returns>What could not be renewed, by address.</returns>
    public async Task<IReadOnlyDictionary<string, string>> RefreshAsync(CancellationToken cancellation)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, origin) in _origins.Where(known => clock.GetUtcNow() >= known.Value.RefreshAt))
        {
            if ((await cache.RenewAsync(key, () => FetchAsync(key, origin), cancellation)).Problem is { } problem)
                problems[origin.Address] = problem;
        }

        return problems;
    }

    public void Clear()
    {
        _origins.Clear();
        folder?.Clear();
    }

    private async Task<Obtained<ListStatement>> LoadAsync(string key, Origin origin) =>
        folder is not null && await folder.ReadAsync(key) is { } kept && Verify(key, origin, kept) is { Value: not null } found
            ? found
            : await FetchAsync(key, origin);

    private async Task<Obtained<ListStatement>> FetchAsync(string key, Origin origin)
    {
        var (body, problem) = await fetcher.FetchAsync(new FetchRequest(origin.Address, RevocationList.MaxLength), CancellationToken.None);
        if (body is not { } bytes)
            return new(null, problem);

        var verified = Verify(key, origin, bytes);
        if (verified.Value is not null && folder is not null)
            await folder.WriteAsync(key, bytes);
        return verified;
    }

    private Obtained<ListStatement> Verify(string key, Origin origin, ReadOnlyMemory<byte> encoded)
    {
        if (!RevocationList.TryParse(encoded, out var list, out var problem))
            return new(null, $"The list cannot be used. {problem}");
        using var issuer = X509CertificateLoader.LoadCertificate(origin.Issuer);
        if (!list.IsBy(issuer))
            return new(null, "The list is not signed by the issuer of the certificate.");
        if (list.Life.FaultAt(clock.GetUtcNow()) is { } fault)
            return new(null, $"The list {fault}.");

        _origins[key] = origin with { RefreshAt = list.Life.RefreshAt };
        return new(new ListStatement(list, encoded.Length), null);
    }

    /// <summary>Where a list comes from. The issuer is kept as bytes, since the certificate is its caller's.</summary>
    private sealed record Origin(string Address, byte[] Issuer)
    {
        public DateTimeOffset RefreshAt { get; init; }
    }
}

/// <summary>A list whose issuer has been verified.</summary>
internal sealed record ListStatement(RevocationList List, int Size) : IStatement
{
    public Lifespan Life => List.Life;
}
