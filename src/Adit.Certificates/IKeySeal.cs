namespace Adit.Certificates;

/// <summary>Seals private keys for their files. A sealed key opens only for the subject it was sealed for. Any thread may call.</summary>
public interface IKeySeal
{
    /// <summary>Seals a key (PKCS #8) for a subject, such as the name of its file.</summary>
    byte[] Seal(string subject, ReadOnlySpan<byte> key);

    /// <summary>Opens it; false where it was sealed with another key, for another subject, or has been altered.</summary>
    bool TryOpen(string subject, ReadOnlySpan<byte> sealedKey, out byte[] key);
}
