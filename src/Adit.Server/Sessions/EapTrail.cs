using System.Globalization;
using Adit.Protocols.Eap;

namespace Adit.Server.Sessions;

/// <summary>
/// Which methods of EAP were offered to a caller, asked for in its stead, and used at last: all that passes by outside of a tunnel. Never
/// looks into a method.
/// </summary>
internal sealed class EapTrail
{
    private const int MaxMethods = 8;

    private readonly List<EapType> _offered = [];
    private readonly List<EapType> _asked = [];

    /// <summary>The facts, as far as there are any.</summary>
    public IEnumerable<(string Name, string Value)> Facts
    {
        get
        {
            if (_offered.Count > 0)
                yield return ("eap.offered", Write(_offered));
            if (_asked.Count > 0)
                yield return ("eap.asked", Write(_asked));
            if (_offered.Count > 0 && Chosen is { } chosen)
                yield return ("eap.chosen", Write([chosen]));
        }
    }

    private EapType? Chosen { get; set; }

    /// <summary>The authority asks for something.</summary>
    public void Offered(ReadOnlyMemory<byte> packet)
    {
        if (EapPacket.TryParse(packet, out var request) && request.Code is EapCode.Request && IsMethod(request.Type))
            Add(_offered, request.Type);
    }

    /// <summary>The caller has answered: with a method's first words, or with a list of those that it would rather have.</summary>
    public void Answered(ReadOnlyMemory<byte> packet)
    {
        if (!EapPacket.TryParse(packet, out var response) || response.Code is not EapCode.Response)
            return;

        if (response.Type is EapType.Nak)
        {
            foreach (var wanted in response.Data.Span)
                Add(_asked, (EapType)wanted);
        }
        else if (IsMethod(response.Type))
        {
            Chosen = response.Type;
        }
    }

    private static bool IsMethod(EapType type) => type is not (EapType.None or EapType.Identity or EapType.Notification or EapType.Nak);

    private static void Add(List<EapType> list, EapType type)
    {
        if (list.Count < MaxMethods && !list.Contains(type))
            list.Add(type);
    }

    /// <summary>Type 0 in a Nak says that no method would do (RFC 3748 §5.3.1).</summary>
    private static string Write(IEnumerable<EapType> types) => string.Join(' ', types.Select(type =>
        type is EapType.None ? "none" : EapMethodNames.Find(type) ?? string.Create(CultureInfo.InvariantCulture, $"type-{(byte)type}")));
}
