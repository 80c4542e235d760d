using System.Text;

namespace Adit.Protocols.Radius;

/// <summary>MS-RAS-Correlation-ID ([MS-RNAP] §2.2.1.21): a GUID in braces that ties the client's attempt to our decision.</summary>
internal static class RasCorrelationId
{
    public static void Write(RadiusAttributeWriter writer, Guid? correlationId)
    {
        if (correlationId is { } id)
            writer.Add(MicrosoftAttributeType.RasCorrelationId, Encoding.ASCII.GetBytes(id.ToString("B").ToUpperInvariant()));
    }

    /// <summary>Null where there is none or it is no GUID: a foreign gateway's habit is no reason to refuse its user.</summary>
    public static Guid? Read(RadiusAttributes attributes) =>
        attributes.TryGet(MicrosoftAttributeType.RasCorrelationId, out var value)
        && RadiusAttributes.TryDecode(value.Span, out var text)
        && Guid.TryParse(text.TrimEnd('\0'), out var id) ? id : null;
}
