namespace Adit.Fuzz;

/// <summary>
/// One thing to be fuzzed and the laws it must keep. A class of this assembly that implements it, with a constructor without
/// parameters, is found by itself.
/// </summary>
internal interface IFuzzTarget
{
    /// <summary>Its name on the command line and the name of its folder of corpora.</summary>
    string Name { get; }

    /// <summary>Inputs that are right, from which mutation starts.</summary>
    IEnumerable<byte[]> Seeds { get; }

    /// <summary>
    /// Makes the lengths (and whatever else would stop most inputs at the door) agree again after a mutation; done to part of the
    /// inputs, so that many get past the first check.
    /// </summary>
    byte[] Repair(byte[] input) => input;

    /// <summary>Runs one input; says whether it got past parsing, and throws where a law was broken.</summary>
    bool Run(ReadOnlyMemory<byte> input);
}
