namespace Adit.Protocols.Sstp;

/// <summary>A control message that can be written.</summary>
internal interface ISstpMessage
{
    /// <summary>Bytes of the whole message.</summary>
    int Length { get; }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    void Write(Span<byte> destination);
}
