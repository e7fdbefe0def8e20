using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

/// <summary>All results of a distribution, and their gradients with respect to the logits.</summary>
internal static class Results
{
    private static readonly (string Name, Func<Subject, Rows, Tensor> Of)[] Differentiable =
    [
        ("probs", (subject, _) => subject.Probs),
        ("log-probability of the mode", (subject, _) => subject.LogProb(subject.Mode())),
        ("log-probability of a sample", (subject, rows) => subject.LogProb(subject.Sample(new RandomStream(rows.Seed)))),
        ("entropy", (subject, _) => subject.Entropy()),
        ("divergence from uniform", (subject, rows) => subject.KlDivergence(Uniform(subject.Kind, rows))),
        ("divergence of uniform", (subject, rows) => Uniform(subject.Kind, rows).KlDivergence(subject)),
        ("divergence of everything", (subject, rows) => Subject.Of(subject.Kind, rows.LogitsTensor(), null).KlDivergence(subject)),
    ];

    public static IEnumerable<(string Name, Tensor Value)> Values(Kind kind, Tensor logits, Tensor mask, Rows rows)
    {
        Subject subject = Subject.Of(kind, logits, mask);
        yield return ("mode", subject.Mode());
        yield return ("sample", subject.Sample(new RandomStream(rows.Seed)));
        foreach ((string name, Func<Subject, Rows, Tensor> of) in Differentiable)
        {
            yield return (name, of(subject, rows));
        }
    }

    public static IEnumerable<(string Name, Tensor Value)> Gradients(Kind kind, Tensor logits, Tensor mask, Rows rows)
    {
        foreach ((string name, Func<Subject, Rows, Tensor> of) in Differentiable)
        {
            Tensor leaf = Gradient.Leaf(logits);
            yield return ($"gradient of {name}", Gradient.OfWeighted(of(Subject.Of(kind, leaf, mask), rows), leaf));
        }
    }

    public static IEnumerable<(string Name, Tensor Value)> ValuesAndGradients(Kind kind, Tensor logits, Tensor mask, Rows rows) =>
        Values(kind, logits, mask, rows).Concat(Gradients(kind, logits, mask, rows));

    private static Subject Uniform(Kind kind, Rows rows) => Subject.Of(kind, zeros(rows.Count, rows.Choices), rows.MaskTensor());
}
