using System.Globalization;

namespace Masking.ModelFiles;

/// <summary>
/// Finds the tensors of a model file that have the same meaning as those of a policy, although the declarations differ. Heads are matched
/// by their names, and their choices by the names of the choices.
/// </summary>
/// <param name="saved">The declaration in the file.</param>
/// <param name="current">The declaration of the policy.</param>
internal sealed class TensorMatches(PolicyDeclaration saved, PolicyDeclaration current)
{
    private const string Weight = "weight";
    private const string Bias = "bias";
    private const string Given = "given.choices";

    private readonly Dictionary<string, (HeadDeclaration Head, string? Each)> _saved = HeadsOf(saved);
    private readonly Dictionary<string, (HeadDeclaration Head, string? Each)> _current = HeadsOf(current);

    /// <summary>The tensor of the file with the meaning of a tensor of the policy; null if there is none.</summary>
    public TensorMatch? Of(string tensor)
    {
        string part = tensor.Split('.')[0];
        string rest = tensor[Math.Min(part.Length + 1, tensor.Length)..];
        if (_current.ContainsKey(part))
        {
            return OfHead(part, rest);
        }

        bool hasMeaning = current.Inputs.FirstOrDefault(input => input.Name == part) is { } input
            ? saved.Inputs.Any(other => (other.Name, other.Kind, other.Part) == (input.Name, input.Kind, input.Part))
            : part == current.Core.Name
            ? (saved.Core.Name, saved.Core.Part) == (part, current.Core.Part) && HasSameInputs(isForValueOnly: false)
            : part != current.Value || ((saved.Value, saved.ValueEach) == (part, current.ValueEach) && HasSameInputs(isForValueOnly: true));
        return hasMeaning ? new TensorMatch(tensor) : null;
    }

    private TensorMatch? OfHead(string name, string tensor)
    {
        if (!HasSameMeaning(name) || _saved[name].Each != _current[name].Each)
        {
            return null;
        }

        (HeadDeclaration was, HeadDeclaration now) = (_saved[name].Head, _current[name].Head);
        return tensor is Weight or Bias
            ? new TensorMatch($"{name}.{tensor}", new ChoiceSlices(0, HeadChoice.Of(was), HeadChoice.Of(now)))
            : tensor.StartsWith(Given, StringComparison.Ordinal) ? OfGiven(name, was, now, tensor)
            : new TensorMatch($"{name}.{tensor}");
    }

    /// <summary>The weights that read the choice of another head: one tensor for each of <see cref="HeadDeclaration.Given"/>.</summary>
    private TensorMatch? OfGiven(string name, HeadDeclaration was, HeadDeclaration now, string tensor)
    {
        string[] path = tensor[(Given.Length + 1)..].Split('.', 2);
        string parent = now.Given[int.Parse(path[0], CultureInfo.InvariantCulture)];
        int index = was.Given.TakeWhile(other => other != parent).Count();
        if (index == was.Given.Count || !HasSameMeaning(parent))
        {
            return null;
        }

        HeadDeclaration parentNow = _current[parent].Head;
        string source = $"{name}.{Given}.{index}.{path[1]}";
        return parentNow.Components.Count == 0
            ? new TensorMatch(source)
            : new TensorMatch(source, new ChoiceSlices(1, HeadChoice.Encoded(_saved[parent].Head), HeadChoice.Encoded(parentNow)));
    }

    /// <summary>Whether a head chooses the same kind of thing in the file and in the policy.</summary>
    private bool HasSameMeaning(string name) => _saved.TryGetValue(name, out (HeadDeclaration Head, string? Each) was)
        && (was.Head.Kind, was.Head.Over, was.Head.IsActionValue)
            == (_current[name].Head.Kind, _current[name].Head.Over, _current[name].Head.IsActionValue);

    /// <summary>Whether the same encodings are concatenated in the same order.</summary>
    private bool HasSameInputs(bool isForValueOnly) => Names(saved, isForValueOnly).SequenceEqual(Names(current, isForValueOnly));

    private static IEnumerable<string> Names(PolicyDeclaration declaration, bool isForValueOnly) =>
        declaration.Inputs.Where(input => input.IsForValueOnly == isForValueOnly).Select(input => input.Name);

    private static Dictionary<string, (HeadDeclaration Head, string? Each)> HeadsOf(PolicyDeclaration declaration) => declaration.Actors
        .SelectMany(actor => actor.Heads.Select(head => (Head: head, actor.Each)))
        .DistinctBy(each => each.Head.Name)
        .ToDictionary(each => each.Head.Name);
}
