using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Issuing;

/// <summary>A revocation list of ours.</summary>
/// <param name="Der">The list (RFC 5280 §5).</param>
/// <param name="Number">Its number; each is greater than the one before.</param>
/// <param name="ThisUpdateUtc">From when on it holds.</param>
/// <param name="NextUpdateUtc">When a client wants another.</param>
/// <param name="Entries">How many it lists.</param>
public sealed record PublishedList(ReadOnlyMemory<byte> Der, long Number, DateTimeOffset ThisUpdateUtc, DateTimeOffset NextUpdateUtc, int Entries);

/// <summary>
/// Makes the revocation list of the CA that issues, and with two tiers that of the root, on which nothing stands: who checks a whole chain
/// wants one of each. The last ones are in <c>issuing.crl</c> and <c>root.crl</c> for their numbers: a restart goes on counting. Any thread
/// may ask for the current ones; one is made at a time.
/// </summary>
/// <param name="stateDirectory">Where the files are.</param>
/// <param name="ca">Signs.</param>
/// <param name="books">What it has revoked.</param>
/// <param name="clock">Tells when a list is due.</param>
public sealed class RevocationListPublisher(string stateDirectory, CertificateAuthority ca, IIssuedCertificates books, TimeProvider clock)
    : IDisposable
{
    /// <summary>How long a client may keep a list: what is revoked meanwhile it does not learn from it.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>How far a client's clock may be behind.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromMinutes(10);

    private readonly string _path = Path.Combine(stateDirectory, "issuing.crl");
    private readonly string _rootPath = Path.Combine(stateDirectory, "root.crl");
    private readonly SemaphoreSlim _making = new(1);
    private volatile PublishedList? _current;
    private volatile PublishedList? _root;

    /// <summary>What is published; null before the first.</summary>
    public PublishedList? Current => _current;

    /// <summary>What the root publishes; null before the first, and with one tier.</summary>
    public PublishedList? Root => _root;

    /// <summary>Makes a list of what is revoked now, and publishes it.</summary>
    /// <exception cref="CertificateFileException">The file cannot be written; the last list stays published.</exception>
    public async ValueTask<PublishedList> PublishAsync(CancellationToken cancellationToken)
    {
        await _making.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            var revoked = await books.ListRevokedAsync(IssuedCertificate.KeyIdOf(ca.Issuer), now, cancellationToken);
            if (ca.HasTwoTiers && IsDue(_root, now))
                _root = Make(_rootPath, ca.SignAsRoot, [], NextNumber(_rootPath, _root, now), now);
            return _current = Make(_path, ca.Sign, revoked, NextNumber(_path, _current, now), now);
        }
        finally
        {
            _making.Release();
        }
    }

    /// <summary>Publishes new lists where there are none or half of the last ones' life is over; says whether it did.</summary>
    public async ValueTask<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!IsDue(_current, now) && !(ca.HasTwoTiers && IsDue(_root, now)))
            return false;

        await PublishAsync(cancellationToken);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _making.Dispose();

    private static bool IsDue(PublishedList? list, DateTimeOffset now) => list is null || list.NextUpdateUtc - now <= Life / 2;

    private static PublishedList Make(
        string path, Func<CertificateRevocationListBuilder, long, DateTimeOffset, DateTimeOffset, byte[]> sign,
        IReadOnlyList<IssuedCertificate> revoked, long number, DateTimeOffset now)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var entry in revoked)
            builder.AddEntry(Convert.FromHexString(entry.Serial), entry.RevokedUtc, ReasonOf(entry));

        var (begin, end) = (now - ClockMargin, now + Life);
        var der = sign(builder, number, begin, end);
        PemFile.Replace(path, PemEncoding.WriteString("X509 CRL", der) + "\n", PemFile.PublicMode);
        return new PublishedList(der, number, begin, end, revoked.Count);
    }

    /// <summary>RFC 5280 §5.3.1: "unspecified" should rather not be said.</summary>
    private static X509RevocationReason? ReasonOf(IssuedCertificate entry) =>
        entry.Reason is X509RevocationReason.Unspecified ? null : entry.Reason;

    /// <summary>The seconds since 1970, or one more than the last: so the numbers rise even where the file was lost.</summary>
    private static long NextNumber(string path, PublishedList? last, DateTimeOffset now) =>
        Math.Max(now.ToUnixTimeSeconds(), (last?.Number ?? StoredNumber(path)) + 1);

    private static long StoredNumber(string path)
    {
        try
        {
            if (!File.Exists(path))
                return 0;
            CertificateRevocationListBuilder.LoadPem(PemFile.ReadText(path), out var number);
            return number > 0 && number < new BigInteger(long.MaxValue) ? (long)number : 0;
        }
        catch (Exception exception) when (exception is CryptographicException or CertificateFileException or ArgumentException)
        {
            return 0; // it is made anew
        }
    }
}
