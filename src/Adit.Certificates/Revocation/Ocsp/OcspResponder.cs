using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;

namespace Adit.Certificates.Revocation.Ocsp;

/// <summary>
/// Answers whether certificates of our CA are revoked (RFC 6960), out of its books and signed with its own key: the books are asked each
/// time, so that an answer is never older than a revocation. Any thread may call it.
/// </summary>
/// <param name="issuer">The CA that issues, and signs the answers.</param>
/// <param name="sign">Signs with its key.</param>
/// <param name="books">What it has issued.</param>
/// <param name="clock">The wall clock.</param>
public sealed class OcspResponder(X509Certificate2 issuer, OcspSigner sign, IIssuedCertificates books, TimeProvider clock)
{
    /// <summary>How long a client may keep an answer.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <summary>How long we give the same one to all who ask without a nonce.</summary>
    public static readonly TimeSpan Reuse = TimeSpan.FromMinutes(5);

    private const int MaxKept = 4096;

    private readonly ConcurrentDictionary<(OcspCertId Id, DateTimeOffset? Revoked), (byte[] Answer, DateTimeOffset Until)> _kept = new();

    /// <summary>The DER of the answer to a request; of a refusal where it cannot be read, or asks for certificates of others.</summary>
    public async ValueTask<byte[]> AnswerAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        if (!OcspRequest.TryParse(request, out var parsed))
            return OcspAnswerWriter.Refuse(OcspStatus.MalformedRequest);
        if (!parsed.Ids.Any(id => id.IsBy(issuer)))
            return OcspAnswerWriter.Refuse(OcspStatus.Unauthorized);

        var now = clock.GetUtcNow();
        var singles = new List<OcspSingle>(parsed.Ids.Count);
        foreach (var id in parsed.Ids)
            singles.Add(await FindAsync(id, now, cancellationToken));
        return parsed.Nonce is null && singles is [{ IsKnown: true } single] ? Reused(single, now) : Sign(singles, parsed.Nonce, now);
    }

    private async ValueTask<OcspSingle> FindAsync(OcspCertId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entry = id.IsBy(issuer) ? await books.FindAsync(Convert.ToHexString(id.SerialNumber.Span), cancellationToken) : null;
        var life = new Lifespan(now - Lifespan.ClockMargin, now + Life);
        return new OcspSingle(id, entry is not null, entry is null ? null : IssuedRecord.RevokedEntryOf(entry), life);
    }

    private byte[] Reused(OcspSingle single, DateTimeOffset now)
    {
        var key = (single.Id, single.Revoked?.RevokedAt);
        if (_kept.TryGetValue(key, out var kept) && now < kept.Until)
            return kept.Answer;

        if (_kept.Count >= MaxKept)
            _kept.Clear();
        var answer = Sign([single], null, now);
        _kept[key] = (answer, now + Reuse);
        return answer;
    }

    private byte[] Sign(IReadOnlyList<OcspSingle> singles, ReadOnlyMemory<byte>? nonce, DateTimeOffset now)
    {
        var data = OcspAnswerWriter.WriteData(issuer, now, singles, nonce);
        var signature = sign(data, out var algorithm);
        return OcspAnswerWriter.WriteAnswer(data, algorithm, signature);
    }
}

/// <summary>Signs data with a CA's key; gives the AlgorithmIdentifier of the signature, in DER, too.</summary>
public delegate byte[] OcspSigner(byte[] data, out byte[] algorithm);
