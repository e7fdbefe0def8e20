using Masking.Benchmarks.Comparing;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

/// <summary>A module that attends, with random sets and parameters, which are the same for every module.</summary>
internal sealed class Attending : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly nn.Module _module;
    private readonly Func<Tensor, Tensor, Tensor> _forward;
    private readonly Tensor _entities;
    private readonly Tensor _present;
    private readonly Tensor _weights;
    private readonly Tensor[] _learned;

    /// <summary>Draws sets and parameters.</summary>
    /// <param name="module">What attends; it is disposed with this.</param>
    /// <param name="forward">From entities and presence to what comes of them.</param>
    /// <param name="size">Environments, entities and numbers per entity.</param>
    /// <param name="presence">The share of entities that are present.</param>
    public Attending(
        nn.Module module,
        Func<Tensor, Tensor, Tensor> forward,
        (int Environments, int Entities, int Dim) size,
        double presence
    )
    {
        manual_seed(size.Environments);
        _module = module;
        _forward = forward;
        _entities = randn(size.Environments, size.Entities, size.Dim, requires_grad: true);
        using Scalar present = size.Entities * presence;
        using Scalar root = Math.Sqrt(size.Dim);
        _present = rand(size.Environments, size.Entities).argsort(-1).lt(present);
        _weights = randn(_entities.shape);
        (string Name, Tensor Parameter)[] parameters = [.. module.named_parameters().OrderBy(each => each.name, StringComparer.Ordinal)];
        foreach ((_, Tensor parameter) in parameters)
        {
            using IDisposable frozen = no_grad();
            parameter.copy_(randn(parameter.shape).div(root));
        }

        _learned = [_entities, .. parameters.Select(each => each.Parameter)];
    }

    /// <summary>Attends, and takes the gradient to entities and parameters.</summary>
    public void Learn()
    {
        using DisposeScope scope = NewDisposeScope();
        Gradients();
    }

    /// <summary>Refuses a module that does not compute what another does.</summary>
    /// <param name="title">What is compared, for the error.</param>
    /// <param name="other">Another module, on the same numbers.</param>
    /// <exception cref="DisagreementException">Outputs or gradients differ.</exception>
    public void RequireSame(string title, Attending other)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor output, IList<Tensor> gradients) = Gradients();
        (Tensor otherOutput, IList<Tensor> otherGradients) = other.Gradients();
        Agreement.Same($"{title}: outputs", output, otherOutput);
        for (int i = 0; i < _learned.Length; i++)
        {
            Agreement.Same($"{title}: gradients", gradients[i], otherGradients[i]);
        }
    }

    /// <summary>Releases the module and its sets.</summary>
    public void Dispose()
    {
        _module.Dispose();
        _scope.Dispose();
    }

    private (Tensor Output, IList<Tensor> Gradients) Gradients()
    {
        Tensor output = _forward(_entities, _present);
        return (output, autograd.grad([output.mul(_weights).sum()], _learned));
    }
}
