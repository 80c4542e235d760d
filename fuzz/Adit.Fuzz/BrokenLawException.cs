namespace Adit.Fuzz;

/// <summary>An input made the code do what it promises never to do.</summary>
internal sealed class BrokenLawException(string law) : Exception(law)
{
    public static void ThrowUnless(bool isKept, string law)
    {
        if (!isKept)
            throw new BrokenLawException(law);
    }
}
